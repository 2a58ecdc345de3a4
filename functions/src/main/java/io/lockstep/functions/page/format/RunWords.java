package io.lockstep.functions.page.format;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import java.time.Duration;
import java.util.Optional;

/** What the page says of a run. */
public final class RunWords {
  private RunWords() {}

  /** What comes after "the run". */
  public static String predicate(RunState result) {
    return switch (result) {
      case RUNNING -> "is under way";
      case DONE -> "is done";
      case REFUSED -> "was refused";
      case STOPPED -> "was stopped";
      case FAILED -> "failed";
      case DIED -> "ended without a word";
      case UNKNOWN -> "ended in a way that this image does not know";
    };
  }

  /**
   * How long it took. Empty while it is under way, if nobody knows when it died, and if it began no
   * step: then its row was made at its end.
   */
  public static Optional<Duration> duration(RunEntry run) {
    return run.endedAt()
        .filter(end -> run.result() != RunState.DIED && run.step() > 0)
        .map(end -> Duration.between(run.startedAt(), end));
  }

  /** The same, in words. */
  public static Optional<String> took(RunEntry run) {
    return duration(run).map(DurationFormat::text);
  }

  /** From which version to which, if it got there. */
  public static Optional<String> change(RunEntry run) {
    return run.from().flatMap(from -> run.to().map(to -> from.equals(to) ? to : from + " → " + to));
  }
}
