package io.lockstep.functions.page;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.functions.page.format.DurationFormat;
import io.lockstep.functions.page.format.UtcTimestamp;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.progress.StatementProgress;
import java.time.Duration;
import java.util.Optional;

/**
 * The newest run.
 *
 * @param running whether it is under way, so that the page has something to follow
 * @param trouble whether it ended without reaching its target
 * @param headline its state in words, as the beginning of a sentence
 * @param statement the progress of the step's statement, where PostgreSQL reports it
 * @param change from which version to which, once it got there
 */
record RunView(
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
    return now.lastRun().map(run -> of(run, now.progress().map(StatementView::of)));
  }

  private static RunView of(RunEntry run, Optional<StatementView> statement) {
    boolean done = run.result() == RunState.DONE;
    return new RunView(
        run.running(),
        !run.running() && !done,
        headline(run),
        run.target(),
        done ? Optional.empty() : StepView.of(run),
        statement,
        run.from().flatMap(from -> run.to().map(to -> from.equals(to) ? to : from + " → " + to)),
        UtcTimestamp.of(run.startedAt()),
        run.endedAt().map(UtcTimestamp::of),
        run.endedAt().map(end -> DurationFormat.text(Duration.between(run.startedAt(), end))),
        run.holder(),
        run.exitCode().filter(code -> !done),
        run.reason());
  }

  private static String headline(RunEntry run) {
    return switch (run.result()) {
      case RUNNING -> "A run is under way";
      case DONE -> "The last run is done";
      case REFUSED -> "The last run was refused";
      case STOPPED -> "The last run was stopped";
      case FAILED -> "The last run failed";
      case DIED -> "The last run ended without a word";
      case UNKNOWN -> "The last run ended in a way that this image does not know";
    };
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
