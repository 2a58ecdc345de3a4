package io.lockstep.run;

import io.lockstep.Abridged;
import io.lockstep.catalog.Callback;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a plan before its first step. */
final class PlanLog {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private PlanLog() {}

  static void write(Plan plan) {
    log.info(
        "plan for \"{}\": {} is at {}, {} step(s)",
        plan.target(),
        plan.app().name(),
        plan.from(),
        plan.steps().size());
    Abridged.lines(plan.notes()).forEach(note -> log.warn("note: {}", note));
    int number = 0;
    for (Step step : plan.steps()) {
      log.info(
          "  {}. {} {}{}",
          ++number,
          step.action(),
          step.file(),
          step.noTransaction()
              ? " (without a transaction)"
              : step.batch().isPresent() ? " (in batches)" : "");
    }
    for (Callback callback : plan.callbacks().all()) {
      callback
          .name()
          .event()
          .within()
          .ifPresent(when -> log.info("  {} runs {}", callback.script(), when));
    }
  }
}
