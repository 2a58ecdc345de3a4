package io.lockstep.jobs;

import java.io.PrintStream;

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

  private static void print(PlanReport.TargetPlan plan) {
    PrintStream out = System.out;
    out.printf(
        "%s: from %s to %s, %s%n",
        plan.target(),
        plan.from(),
        plan.to(),
        plan.steps().isEmpty() ? "nothing to do" : plan.steps().size() + " step(s)");
    int number = 0;
    for (PlanReport.PlannedStep step : plan.steps()) {
      out.printf(
          "  %d. %s %s%s%n",
          ++number,
          step.action(),
          step.file(),
          step.transaction() ? "" : " (without a transaction)");
    }
    plan.notes().forEach(note -> out.printf("  note: %s%n", note));
  }
}
