package io.lockstep.rehearse;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.rehearse.scratch.ScratchWork;
import io.lockstep.run.report.StepError;
import io.lockstep.run.report.StepObserver;
import io.lockstep.run.scratch.ScratchRun;
import io.lockstep.targets.AppName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out in a scratch database the schema that a catalog makes, each app at its latest. */
public final class SchemaRehearsal {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.rehearse");

  private final Connector configured;
  private final Catalog catalog;
  private final CancellableClock clock;

  /**
   * @param configured to the database that the migrations are for
   * @param catalog all migrations to apply
   */
  public SchemaRehearsal(Connector configured, Catalog catalog, CancellableClock clock) {
    this.configured = configured;
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * Applies them all, and drops the scratch database.
   *
   * @param onServer true for the configured server, false for an embedded PostgreSQL
   * @param prepare a script that creates the objects that must exist before
   * @param last the apps whose repeatables come after all else, in this order
   * @throws LockstepException ({@link ExitCode#REFUSED}) if a migration fails there; {@link
   *     ExitCode#USAGE} if there is no embedded PostgreSQL
   */
  public RehearsedSchema run(boolean onServer, Optional<Path> prepare, List<AppName> last) {
    return new ScratchWork(configured, onServer, prepare, Optional.empty(), clock)
        .on((databases, scratch) -> on(scratch, last));
  }

  private RehearsedSchema on(Connector scratch, List<AppName> last) {
    try (ScratchRun run = ScratchRun.open(scratch, catalog, clock, StepObserver.NONE)) {
      return on(run, last);
    }
  }

  private RehearsedSchema on(ScratchRun run, List<AppName> last) {
    List<Plan> plans = run.plan(DefaultTargets.of(catalog, last));
    log.info(
        "rehearsing {} step(s) in a scratch database to compare the schema with",
        plans.stream().mapToInt(plan -> plan.steps().size()).sum());
    List<Plan> repeats = new ArrayList<>();
    for (Plan plan : plans) {
      boolean split = last.contains(plan.app().name());
      carryOut(run, split ? part(plan, false) : plan);
      if (split) {
        repeats.add(part(plan, true));
      }
    }
    Fingerprint versions = run.fingerprint();
    boolean repeated =
        repeats.stream().anyMatch(plan -> !plan.isEmpty())
            && repeats.stream().allMatch(plan -> run.execute(plan).isEmpty());
    return new RehearsedSchema(
        run.serverVersion(),
        versions,
        repeated ? Optional.of(run.fingerprint()) : Optional.empty());
  }

  private static void carryOut(ScratchRun run, Plan plan) {
    run.execute(plan)
        .ifPresent(
            error -> {
              throw failed(run.failed().orElseThrow(), error);
            });
  }

  private static LockstepException failed(Step step, StepError error) {
    return new LockstepException(
        ExitCode.REFUSED,
        "applying " + step.file() + " in a scratch database",
        "it fails" + error.where() + ": " + error.reason(),
        "Fix it; what an embedded PostgreSQL lacks, such as an extension, --server has."
            + Finding.wayOut(error)
            + " --force goes on without a comparison.");
  }

  /** Only what comes after its last version, which most other tools have not, or only the rest. */
  private static Plan part(Plan plan, boolean repeatables) {
    List<Step> steps = plan.steps();
    int end = steps.size();
    while (end > 0 && !(steps.get(end - 1) instanceof Step.Apply)) {
      end--;
    }
    return PlanRehearsal.only(
        plan, repeatables ? steps.subList(end, steps.size()) : steps.subList(0, end));
  }
}
