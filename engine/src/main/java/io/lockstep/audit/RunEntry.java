package io.lockstep.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * One target of one run, as {@code lockstep.run} has it. The names of its parts are the JSON's: a
 * contract.
 *
 * @param app empty if the run was refused before its target was understood
 * @param from the version it started at, {@code zero} for none
 * @param to the version it ended at; empty unless it got there
 * @param holder who ran it
 * @param endedAt empty while it runs, and of one that died until the next run ends it
 * @param result running, done, refused, failed, stopped or died
 * @param reason why it did not get there
 * @param steps how many steps the plan has
 * @param step the step that was begun last, from 1; 0 before the first
 * @param stepScript the script of that step
 */
public record RunEntry(
    long id,
    Optional<String> app,
    String target,
    Optional<String> from,
    Optional<String> to,
    Optional<String> release,
    Optional<Long> revision,
    Optional<String> generation,
    String holder,
    String databaseUser,
    Instant startedAt,
    Optional<Instant> endedAt,
    String result,
    Optional<Integer> exitCode,
    Optional<String> reason,
    int steps,
    int step,
    Optional<String> stepScript,
    Optional<Instant> stepStartedAt) {
  /** Whether it is under way. */
  public boolean running() {
    return result.equals("running");
  }

  /** The same with another reason. */
  public RunEntry withReason(Optional<String> other) {
    return new RunEntry(
        id,
        app,
        target,
        from,
        to,
        release,
        revision,
        generation,
        holder,
        databaseUser,
        startedAt,
        endedAt,
        result,
        exitCode,
        other,
        steps,
        step,
        stepScript,
        stepStartedAt);
  }
}
