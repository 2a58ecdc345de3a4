package io.lockstep.functions.page.timeline;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.functions.page.format.RunWords;
import io.lockstep.functions.page.format.UtcTimestamp;
import java.util.Optional;

/**
 * One run as a row.
 *
 * @param change from which version to which, if it got there
 * @param steps how many it had, or at which it ended, if it had any
 * @param reason the first line of why it did not get there
 * @param release with its revision or generation
 * @param holder the pod or host, and the process
 */
record RunRow(
    long id,
    String target,
    Optional<String> change,
    RunState result,
    Optional<String> steps,
    Optional<String> reason,
    UtcTimestamp started,
    Optional<String> took,
    Optional<String> release,
    String holder) {

  static RunRow of(RunEntry run) {
    return new RunRow(
        run.id(),
        run.target(),
        RunWords.change(run),
        run.result(),
        steps(run),
        run.reason().flatMap(reason -> reason.lines().findFirst()),
        UtcTimestamp.of(run.startedAt()),
        RunWords.took(run),
        release(run),
        run.holder());
  }

  private static Optional<String> steps(RunEntry run) {
    if (run.result() != RunState.DONE && run.step() > 0) {
      return Optional.of("step " + run.step() + " of " + run.steps());
    }
    return Optional.of(run.steps() == 1 ? "1 step" : run.steps() + " steps")
        .filter(text -> run.steps() > 0);
  }

  static Optional<String> release(RunEntry run) {
    return run.release()
        .map(
            name ->
                name
                    + run.revision().map(number -> ", revision " + number).orElse("")
                    + run.generation().map(id -> ", generation " + id).orElse(""));
  }
}
