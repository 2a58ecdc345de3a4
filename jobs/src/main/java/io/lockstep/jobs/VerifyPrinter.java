package io.lockstep.jobs;

import io.lockstep.verify.VerifyReport;
import java.io.PrintStream;

/** Prints for a person what was verified: a line for each thing, or one that says all is well. */
final class VerifyPrinter {
  private final PrintStream out;

  /** Prints to this stream. */
  VerifyPrinter(PrintStream out) {
    this.out = out;
  }

  void print(VerifyReport report) {
    report.notes().forEach(note -> out.println("note: " + note));
    report.findings().forEach(finding -> out.println("! " + finding));
    report.drift().forEach(out::println);
    if (report.problem().isEmpty()) {
      out.println(report.summary());
    }
  }
}
