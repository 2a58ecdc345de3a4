package io.lockstep.rehearse;

import io.lockstep.history.StepAction;
import java.util.List;
import java.util.stream.Stream;

/**
 * The result of the rehearsal of one script.
 *
 * @param script its name
 * @param file its place: a path, or the database
 * @param findings none if all is well
 */
public record MigrationVerdict(
    String app, StepAction action, String script, String file, List<Finding> findings) {
  /**
   * True if there is a finding that is a reason to refuse.
   *
   * @param strict true if a lint is one
   */
  boolean isFaulty(boolean strict) {
    return findings.stream().anyMatch(finding -> finding.counts(strict));
  }

  /** The same with more findings. */
  MigrationVerdict with(List<Finding> more) {
    return new MigrationVerdict(
        app, action, script, file, Stream.concat(findings.stream(), more.stream()).toList());
  }

  /** The file to fix because of this finding. */
  public String fileOf(Finding finding) {
    return finding.otherFile().orElse(file);
  }

  /** True if it could not be rehearsed because of another script. */
  public boolean isSkipped() {
    return findings.stream().anyMatch(finding -> finding.kind() == Finding.Kind.NOT_REHEARSED);
  }
}
