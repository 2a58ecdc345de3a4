package io.lockstep.rehearse;

import java.util.List;

/**
 * What the rehearsal of one script has shown.
 *
 * @param action apply, undo or repeat
 * @param script its name
 * @param file where it is: a path, or the database
 * @param findings what there is to say of it; none if all is well
 */
public record MigrationVerdict(
    String app, String action, String script, String file, List<Finding> findings) {
  /** Whether there is a finding that is more than a lint. */
  public boolean isFaulty() {
    return findings.stream().anyMatch(finding -> !finding.isLint());
  }

  /** The file to fix because of this finding. */
  public String fileOf(Finding finding) {
    return finding.otherFile().orElse(file);
  }

  /** Whether it could not be rehearsed because of another. */
  public boolean isSkipped() {
    return findings.stream().anyMatch(Finding.NotRehearsed.class::isInstance);
  }
}
