package io.lockstep.functions.page.app;

import io.lockstep.functions.page.format.UtcTimestamp;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.targets.AppName;
import java.util.Optional;

/** A step without a transaction that did not end well, so that part of it may be done. */
public record UnfinishedView(String script, String holder, UtcTimestamp began) {
  /** While a run is under way, that step may be the one at work: then there is nothing to tell. */
  static Optional<UnfinishedView> of(AppName app, Snapshot now) {
    return Optional.ofNullable(now.unfinished().get(app))
        .filter(step -> now.running().isEmpty())
        .filter(step -> !step.isOutOfDate(now.history(app)))
        .map(
            step ->
                new UnfinishedView(step.script(), step.holder(), UtcTimestamp.of(step.beganAt())));
  }
}
