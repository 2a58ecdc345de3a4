package io.lockstep.verify;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was found. The names of its parts are the JSON's: a contract.
 *
 * @param result {@code as recorded}, {@code not recorded} if there was nothing to compare with, or
 *     {@code differs}
 * @param recordedByRun the run whose end the schema was compared with, if it was
 * @param recordedAt when that was
 * @param findings what is wrong with the history, or was left behind in the schema, one each
 * @param drift what is not as it was recorded, one object each
 * @param notes what a person should know, and is no reason to call one
 */
public record VerifyReport(
    String result,
    Optional<Long> recordedByRun,
    Optional<Instant> recordedAt,
    List<String> findings,
    List<String> drift,
    List<String> notes) {
  /** One line that says it all where nothing is wrong, and else how much is. */
  public String summary() {
    return isGood()
        ? result + recorded().map(by -> " by " + by).orElse("")
        : result + ": " + counts();
  }

  private boolean isGood() {
    return findings.isEmpty() && drift.isEmpty();
  }

  private String counts() {
    String from = recorded().map(by -> " from what was recorded by " + by).orElse("");
    return Stream.of(count(findings, "finding", ""), count(drift, "difference", from))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  /** What a person reads: a line for each thing, {@code !} before a finding. */
  public List<String> lines() {
    return Stream.of(
            notes.stream().map(note -> "note: " + note),
            findings.stream().map(finding -> "! " + finding),
            drift.stream())
        .flatMap(some -> some)
        .toList();
  }

  /** The refusal ({@link ExitCode#REFUSED}) that findings and drift amount to. */
  public Optional<LockstepException> problem() {
    if (isGood()) {
      return Optional.empty();
    }
    return Optional.of(
        new LockstepException(
            ExitCode.REFUSED,
            "verifying the database",
            counts(),
            drift.isEmpty()
                ? "\"./lockstep help verify\" says what each finding means and what to do."
                : "Put back what was changed by hand, or make a migration of it; the next run that does a step records the schema as it then is."));
  }

  private Optional<String> recorded() {
    return recordedByRun.map(
        run ->
            "run "
                + run
                + recordedAt.map(at -> " at " + at.truncatedTo(ChronoUnit.SECONDS)).orElse(""));
  }

  private static Optional<String> count(List<String> some, String what, String more) {
    return some.isEmpty()
        ? Optional.empty()
        : Optional.of(some.size() + " " + what + (some.size() == 1 ? "" : "s") + more);
  }
}
