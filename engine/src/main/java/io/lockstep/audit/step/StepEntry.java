package io.lockstep.audit.step;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.history.StepAction;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a run, as {@code lockstep.step} has it.
 *
 * @param position its number in the run's plan, from 1
 * @param action empty if only the run's own row has the step, because it has not ended or its
 *     process died
 * @param description the words of the script's name
 * @param beganAt empty if it is not known
 * @param millis how long it took; empty if it has not ended
 * @param rowsChanged the rows that its batches have changed, if it ran in batches
 * @param batches how many batches these were
 */
public record StepEntry(
    int position,
    Optional<StepAction> action,
    String script,
    Optional<String> version,
    String description,
    Optional<Instant> beganAt,
    Optional<Long> millis,
    RunState result,
    Optional<Long> rowsChanged,
    Optional<Integer> batches) {
  /** The step that a run has begun last, as the run's own row has it. */
  static StepEntry begunBy(RunEntry run) {
    return new StepEntry(
        run.step(),
        Optional.empty(),
        run.stepScript().orElse(""),
        Optional.empty(),
        "",
        run.stepStartedAt(),
        Optional.empty(),
        run.result(),
        Optional.empty(),
        Optional.empty());
  }

  /** This step, with what its batches have changed so far. */
  public StepEntry withChanged(long rows, int number) {
    return new StepEntry(
        position,
        action,
        script,
        version,
        description,
        beganAt,
        millis,
        result,
        Optional.of(rows),
        Optional.of(number));
  }
}
