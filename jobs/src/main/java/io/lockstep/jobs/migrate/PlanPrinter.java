package io.lockstep.jobs.migrate;

import io.lockstep.Abridged;
import io.lockstep.plan.report.PlanReport;
import io.lockstep.program.json.Json;

/** Prints a plan for a person, or as JSON. */
final class PlanPrinter {
  private final boolean json;

  PlanPrinter(boolean json) {
    this.json = json;
  }

  void print(PlanReport report) {
    if (json) {
      Json.print(report);
    } else {
      report.targets().forEach(PlanPrinter::print);
    }
  }

  /** Prints a target in one piece, since a plan may have ten thousand lines. */
  private static void print(PlanReport.TargetPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append(plan.target())
        .append(": from ")
        .append(plan.from())
        .append(" to ")
        .append(plan.to());
    text.append(
        plan.steps().isEmpty() ? ", nothing to do" : ", " + plan.steps().size() + " step(s)");
    int number = 0;
    for (PlanReport.PlannedStep step : plan.steps()) {
      text.append(line(++number, step));
    }
    if (!plan.waiting().isEmpty()) {
      text.append("\n  ---- until the pods of the other version are gone ----");
    }
    for (PlanReport.PlannedStep step : plan.waiting()) {
      text.append(line(++number, step));
    }
    plan.callbacks()
        .forEach(c -> text.append("\n  ").append(c.file()).append(" runs ").append(c.when()));
    Abridged.lines(plan.notes()).forEach(note -> text.append("\n  note: ").append(note));
    System.out.println(text);
  }

  /** A format would take half as long as the planning of ten thousand. */
  private static String line(int number, PlanReport.PlannedStep step) {
    String how =
        step.batches() ? " (in batches)" : step.transaction() ? "" : " (without a transaction)";
    return "\n  " + number + ". " + step.action() + " " + step.file() + how;
  }
}
