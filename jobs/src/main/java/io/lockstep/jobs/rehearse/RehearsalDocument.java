package io.lockstep.jobs.rehearse;

import io.lockstep.history.StepAction;
import io.lockstep.rehearse.Finding;
import io.lockstep.rehearse.MigrationVerdict;
import io.lockstep.rehearse.RehearsalReport;
import java.util.List;
import java.util.Optional;

/** A rehearsal as JSON, for programs. */
record RehearsalDocument(String summary, List<ScriptEntry> scripts, List<String> notes) {
  static RehearsalDocument of(RehearsalReport report) {
    return new RehearsalDocument(
        report.summary(), report.verdicts().stream().map(ScriptEntry::of).toList(), report.notes());
  }

  /** One script. */
  record ScriptEntry(
      String app, StepAction action, String script, String file, List<FindingEntry> findings) {
    static ScriptEntry of(MigrationVerdict verdict) {
      return new ScriptEntry(
          verdict.app(),
          verdict.action(),
          verdict.script(),
          verdict.file(),
          verdict.findings().stream().map(finding -> FindingEntry.of(verdict, finding)).toList());
    }
  }

  /** One finding. */
  record FindingEntry(
      String kind,
      boolean lint,
      String what,
      List<String> details,
      String advice,
      String file,
      Optional<Integer> line,
      Optional<String> accepted) {
    static FindingEntry of(MigrationVerdict verdict, Finding finding) {
      return new FindingEntry(
          finding.kind().text(),
          finding.isLint(),
          finding.what(),
          finding.details(),
          finding.advice(),
          verdict.fileOf(finding),
          finding.line(),
          finding.accepted());
    }
  }
}
