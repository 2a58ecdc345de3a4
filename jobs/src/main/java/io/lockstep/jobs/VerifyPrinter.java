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
    report.lines().forEach(out::println);
    if (report.problem().isEmpty()) {
      out.println(report.summary());
    }
  }
}
