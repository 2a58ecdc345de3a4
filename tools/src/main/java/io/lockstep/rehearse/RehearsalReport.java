package io.lockstep.rehearse;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The result of a rehearsal.
 *
 * @param place the server and the starting point, for people
 * @param verdicts script by script, in the order of a run
 * @param notes the omissions, one line each
 */
public record RehearsalReport(String place, List<MigrationVerdict> verdicts, List<String> notes) {
  /** The number of faults; a script that was not rehearsed because of a fault is none. */
  public long faults() {
    return verdicts.stream()
        .filter(verdict -> !verdict.isSkipped())
        .flatMap(verdict -> verdict.findings().stream())
        .filter(finding -> finding.counts(false))
        .count();
  }

  /** The number of lints. */
  public long lints() {
    return count(finding -> finding.isLint() && finding.accepted().isEmpty());
  }

  private long count(Predicate<Finding> some) {
    return verdicts.stream().flatMap(v -> v.findings().stream()).filter(some).count();
  }

  /** One line for people. */
  public String summary() {
    long accepted = count(finding -> finding.accepted().isPresent());
    return "rehearsed %s %s: %s, %s%s"
        .formatted(
            counted(verdicts.size(), "script"),
            place,
            counted(faults(), "fault"),
            counted(lints(), "lint"),
            accepted == 0 ? "" : ", " + accepted + " accepted");
  }

  /**
   * The reason why this is no plan for production ({@link ExitCode#REFUSED}); empty if it is one.
   *
   * @param strict true if a lint is reason enough
   */
  public Optional<LockstepException> problem(boolean strict) {
    List<String> scripts =
        verdicts.stream()
            .filter(v -> !v.isSkipped())
            .filter(v -> v.isFaulty(strict))
            .map(v -> v.app() + " " + v.script())
            .toList();
    return scripts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LockstepException(
                ExitCode.REFUSED,
                summary(),
                scripts.stream().collect(Collectors.joining(", ")),
                "Fix what is reported and rehearse again; the database itself was not touched."));
  }

  private static String counted(long number, String thing) {
    return (number == 0 ? "no" : String.valueOf(number)) + " " + thing + (number == 1 ? "" : "s");
  }
}
