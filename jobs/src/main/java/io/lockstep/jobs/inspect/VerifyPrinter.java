package io.lockstep.jobs.inspect;

import io.lockstep.verify.VerifyReport;
import java.io.PrintStream;

/** Prints a verification for a person: a line for each difference, or one that says all is well. */
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
