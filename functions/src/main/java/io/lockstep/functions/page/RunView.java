package io.lockstep.functions.page;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.functions.page.format.RunWords;
import io.lockstep.functions.page.format.UtcTimestamp;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.history.BatchProgress;
import io.lockstep.progress.StatementProgress;
import java.util.Optional;

/**
 * The newest run.
 *
 * @param running whether it is under way, so that the page has something to follow
 * @param trouble whether it ended without reaching its target
 * @param headline its state in words, as the beginning of a sentence
 * @param statement the progress of the step's statement, where PostgreSQL reports it, or of its
 *     batches
 * @param change from which version to which, once it got there
 */
record RunView(
    long id,
    boolean running,
    boolean trouble,
    String headline,
    String target,
    Optional<StepView> step,
    Optional<StatementView> statement,
    Optional<String> change,
    UtcTimestamp started,
    Optional<UtcTimestamp> ended,
    Optional<String> took,
    String holder,
    Optional<Integer> exitCode,
    Optional<String> reason) {

  static Optional<RunView> of(Snapshot now) {
    Optional<StatementView> statement =
        now.progress().map(StatementView::of).or(() -> now.batch().map(StatementView::of));
    return now.lastRun().map(run -> of(run, statement));
  }

  private static RunView of(RunEntry run, Optional<StatementView> statement) {
    boolean done = run.result() == RunState.DONE;
    return new RunView(
        run.id(),
        run.running(),
        !run.running() && !done,
        headline(run),
        run.target(),
        done ? Optional.empty() : StepView.of(run),
        statement,
        RunWords.change(run),
        UtcTimestamp.of(run.startedAt()),
        run.endedAt().map(UtcTimestamp::of),
        RunWords.took(run),
        run.holder(),
        run.exitCode().filter(code -> !done),
        run.reason());
  }

  private static String headline(RunEntry run) {
    return (run.running() ? "A run " : "The last run ") + RunWords.predicate(run.result());
  }

  /**
   * The progress of a statement.
   *
   * @param percent of the phase that it is in
   * @param hidden whether the function's role can't see more
   */
  record StatementView(String text, Optional<Integer> percent, boolean hidden) {
    private static StatementView of(StatementProgress progress) {
      return new StatementView(progress.line(), progress.percent(), progress.hidden());
    }

    private static StatementView of(BatchProgress batch) {
      return new StatementView(batch.line(), Optional.empty(), false);
    }
  }

  /**
   * The step that was begun last.
   *
   * @param done how many are over
   */
  record StepView(
      int number, int of, int done, Optional<String> script, Optional<UtcTimestamp> since) {
    private static Optional<StepView> of(RunEntry run) {
      return run.step() == 0
          ? Optional.empty()
          : Optional.of(
              new StepView(
                  run.step(),
                  run.steps(),
                  run.step() - 1,
                  run.stepScript(),
                  run.stepStartedAt().map(UtcTimestamp::of)));
    }
  }
}
