package io.lockstep.jobs.rehearse;

import io.lockstep.Abridged;
import io.lockstep.rehearse.Finding;
import io.lockstep.rehearse.MigrationVerdict;
import io.lockstep.rehearse.RehearsalReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prints a rehearsal for a person: a line for each script without findings, and the lines of each
 * finding. What several scripts have in common is said once, and so is each advice.
 */
final class RehearsalPrinter {
  private final PrintStream out;
  private final Map<String, List<String>> scripts = new LinkedHashMap<>();
  private final Set<String> advised = new HashSet<>();

  /** Prints to this stream. */
  RehearsalPrinter(PrintStream out) {
    this.out = out;
  }

  void print(RehearsalReport report) {
    for (MigrationVerdict verdict : report.verdicts()) {
      for (Finding finding : verdict.findings()) {
        scripts.computeIfAbsent(sentence(finding), s -> new ArrayList<>()).add(name(verdict));
      }
    }
    report.verdicts().forEach(this::print);
    report.notes().forEach(note -> out.println("note: " + note));
    out.println(report.summary());
  }

  private void print(MigrationVerdict verdict) {
    if (verdict.findings().isEmpty()) {
      out.println("ok " + name(verdict));
    }
    for (Finding finding : verdict.findings()) {
      Optional.ofNullable(scripts.remove(sentence(finding)))
          .ifPresent(names -> print(Abridged.names(names), finding));
    }
  }

  private void print(String names, Finding finding) {
    out.println(mark(finding) + "  " + names + ": " + finding.what());
    finding.details().forEach(line -> out.println("     " + line));
    advice(finding.advice()).ifPresent(advice -> out.println("   " + advice));
  }

  /** Of a sentence that was said about another file, its beginning, which names this one. */
  private Optional<String> advice(String advice) {
    boolean isNew = advised.add(advice);
    if (advised.add("like " + Abridged.sentence(advice))) {
      return Optional.of(advice);
    }
    return isNew ? Optional.of(advice.split("[:;]", 2)[0] + ".") : Optional.empty();
  }

  private static String name(MigrationVerdict verdict) {
    return verdict.app() + " " + verdict.script();
  }

  /** What two findings must have in common to be one. */
  private static String sentence(Finding finding) {
    return String.join("\n", finding.details())
        + mark(finding)
        + finding.what()
        + finding.otherFile().orElse("");
  }

  private static String mark(Finding finding) {
    return finding.counts(false) ? "!" : "*";
  }
}
