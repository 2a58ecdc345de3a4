package io.lockstep.functions.page.timeline;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.audit.step.StepEntry;
import io.lockstep.functions.page.format.RunWords;
import io.lockstep.functions.page.format.UtcTimestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One run with its steps.
 *
 * @param headline how it ended, as the beginning of a sentence
 * @param trouble whether it ended without reaching its target
 * @param running whether it has not ended
 * @param note what is to be said of its steps, if they are not there
 * @param earlier the first of them, if there are earlier ones
 * @param part whether these are not the last
 */
public record RunPageView(
    String database,
    Optional<String> appVersion,
    long id,
    String headline,
    boolean trouble,
    boolean running,
    String target,
    Optional<String> change,
    Optional<String> reason,
    Optional<String> release,
    String holder,
    UtcTimestamp started,
    Optional<UtcTimestamp> ended,
    Optional<String> took,
    Optional<Integer> exitCode,
    int stepsInPlan,
    List<StepRow> steps,
    Optional<String> note,
    Optional<Integer> earlier,
    boolean part) {
  /** As many steps as one page has. */
  public static final int MOST_STEPS = 1_000;

  /**
   * Shows a run.
   *
   * @param run without the places of databases in its reason
   * @param steps in their order
   * @param part whether there are later ones
   */
  public static RunPageView of(
      String database,
      Optional<String> appVersion,
      RunEntry run,
      List<StepEntry> steps,
      boolean part) {
    boolean done = run.result() == RunState.DONE;
    Duration whole = Duration.between(run.startedAt(), end(run, steps));
    return new RunPageView(
        database,
        appVersion,
        run.id(),
        "Run " + run.id() + " " + RunWords.predicate(run.result()),
        !done && !run.running(),
        run.running(),
        run.target(),
        RunWords.change(run),
        run.reason(),
        RunRow.release(run),
        run.holder(),
        UtcTimestamp.of(run.startedAt()),
        run.endedAt().map(UtcTimestamp::of),
        RunWords.took(run),
        run.exitCode(),
        run.steps(),
        steps.stream().map(step -> StepRow.of(step, run.startedAt(), whole)).toList(),
        note(run, steps),
        steps.stream().findFirst().map(StepEntry::position).filter(first -> first > 1),
        part);
  }

  /** The title of the browser's tab. */
  public String title() {
    return "Run " + id + " · " + database + " · Lockstep";
  }

  /** Its own; of a run that has not ended, or died, the last that its steps tell. */
  private static Instant end(RunEntry run, List<StepEntry> steps) {
    return run.endedAt()
        .filter(end -> run.result() != RunState.DIED)
        .or(
            () ->
                steps.stream()
                    .flatMap(
                        step ->
                            step
                                .beganAt()
                                .map(at -> at.plusMillis(step.millis().orElse(0L)))
                                .stream())
                    .max(Comparator.naturalOrder()))
        .orElse(run.startedAt());
  }

  private static Optional<String> note(RunEntry run, List<StepEntry> steps) {
    if (!steps.isEmpty()) {
      return Optional.empty();
    }
    if (run.result() == RunState.REFUSED) {
      return Optional.of("It was refused before its first step, and nothing was changed.");
    }
    if (run.steps() == 0) {
      return Optional.of("It had no step to do.");
    }
    if (run.step() > 0) {
      return Optional.of("Its steps are not recorded: an older Lockstep has done them.");
    }
    return Optional.of(
        run.result() == RunState.DONE
            ? "It ran no script: another tool had applied all of them."
            : "None of its steps was begun.");
  }
}
