package io.lockstep.jobs;

import io.lockstep.rehearse.Finding;
import io.lockstep.rehearse.MigrationVerdict;
import io.lockstep.rehearse.RehearsalReport;
import java.util.List;
import java.util.Optional;

/** What was rehearsed, for programs. */
record RehearsalDocument(String summary, List<Script> scripts, List<String> notes) {
  static RehearsalDocument of(RehearsalReport report) {
    return new RehearsalDocument(
        report.summary(), report.verdicts().stream().map(Script::of).toList(), report.notes());
  }

  /** One script. */
  record Script(
      String app, String action, String script, String file, List<ParsedSource> findings) {
    static Script of(MigrationVerdict verdict) {
      return new Script(
          verdict.app(),
          verdict.action(),
          verdict.script(),
          verdict.file(),
          verdict.findings().stream().map(finding -> ParsedSource.of(verdict, finding)).toList());
    }
  }

  /** One thing that was found. */
  record ParsedSource(
      String kind,
      boolean lint,
      String what,
      List<String> details,
      String advice,
      String file,
      Optional<Integer> line) {
    static ParsedSource of(MigrationVerdict verdict, Finding finding) {
      return new ParsedSource(
          finding.kind(),
          finding.isLint(),
          finding.what(),
          finding.details(),
          finding.advice(),
          verdict.fileOf(finding),
          finding.line());
    }
  }
}
