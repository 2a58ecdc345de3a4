package io.lockstep.jobs.rehearse;

import io.lockstep.rehearse.Finding;
import io.lockstep.rehearse.MigrationVerdict;
import io.lockstep.rehearse.RehearsalReport;
import java.io.PrintStream;

/**
 * Prints a rehearsal for a person: a line for each script without findings, and the lines of each
 * finding.
 */
final class RehearsalPrinter {
  private final PrintStream out;

  /** Prints to this stream. */
  RehearsalPrinter(PrintStream out) {
    this.out = out;
  }

  void print(RehearsalReport report) {
    report.verdicts().forEach(this::print);
    report.notes().forEach(note -> out.println("note: " + note));
    out.println(report.summary());
  }

  private void print(MigrationVerdict verdict) {
    String name = verdict.app() + " " + verdict.script();
    if (verdict.findings().isEmpty()) {
      out.println("ok " + name);
    }
    for (Finding finding : verdict.findings()) {
      out.println(mark(finding) + "  " + name + ": " + finding.what());
      finding.details().forEach(line -> out.println("     " + line));
      out.println("   " + finding.advice());
    }
  }

  private static String mark(Finding finding) {
    return finding.counts(false) ? "!" : "*";
  }
}
