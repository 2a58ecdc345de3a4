package io.lockstep.verify;

import io.lockstep.Abridged;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.audit.VerificationResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of a verification. The component names are the JSON's: a contract.
 *
 * @param recordedByRun the run whose final schema was compared with the present one
 * @param recordedAt the time of that record
 * @param findings errors in the history, and remains in the schema, one each
 * @param drift the objects that differ from the record, one each
 * @param notes facts that are worth knowing, but need no action
 */
public record VerifyReport(
    VerificationResult result,
    Optional<Long> recordedByRun,
    Optional<Instant> recordedAt,
    List<String> findings,
    List<String> drift,
    List<String> notes) {
  /** Begins the note with the schemas that other releases have in the database. */
  static final String OTHERS_HOMES = "not compared, since other releases migrate there: ";

  /** The same without that note: where tenants are schemas, all others are in it for each. */
  public VerifyReport withoutOthersHomes() {
    return new VerifyReport(
        result,
        recordedByRun,
        recordedAt,
        findings,
        drift,
        notes.stream().filter(note -> !note.startsWith(OTHERS_HOMES)).toList());
  }

  /** One line: the result, with the recording run or the number of findings and differences. */
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

  /** The report for people: a line for each, or for all alike, with {@code !} before a finding. */
  public List<String> lines() {
    return Stream.of(
            Abridged.lines(notes).stream().map(note -> "note: " + note),
            Abridged.lines(findings).stream().map(finding -> "! " + finding),
            drift.stream())
        .flatMap(some -> some)
        .toList();
  }

  /** The refusal ({@link ExitCode#REFUSED}), if there are findings or drift. */
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
