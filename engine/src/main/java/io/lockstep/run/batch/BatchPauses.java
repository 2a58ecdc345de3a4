package io.lockstep.run.batch;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.catalog.settings.BatchSettings;
import io.lockstep.database.Session;
import io.lockstep.rollout.SuccessorNotice;
import io.lockstep.run.session.RunContext;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time between two batches, in which others come first: a pause that follows the batch's time,
 * a standby that is behind, what the app's own query asks for, and a newer rollout.
 */
final class BatchPauses {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  /** Batches may be short; what is asked here need not be asked more often. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  /** Less than the silence after which the run takes its own session for cut off. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

  private final RunContext context;
  private final CancellableClock clock;
  private final double pace;
  private final Optional<ReplicationLag> lag;
  private final Optional<WaitQuery> query;
  private final Optional<SuccessorNotice> successor;
  private Duration looked;

  /**
   * @param control the session that holds the lock, on which nothing long may run
   * @param makesRoom true if a newer rollout may go on instead, whatever its target is: nothing
   *     depends on the end of what is only not applied yet, but an undo must come to its end
   */
  BatchPauses(RunContext context, Session control, BatchSettings settings, boolean makesRoom) {
    this.context = context;
    this.clock = context.clock();
    this.pace = settings.pace();
    this.lag = settings.maxLag().map(most -> new ReplicationLag(control.jdbc(), most));
    this.query = settings.waitWhile().map(text -> new WaitQuery(control, context.schema(), text));
    this.successor = context.successor().filter(notice -> makesRoom);
    this.looked = clock.elapsed().minus(LOOK_EVERY);
  }

  /**
   * Waits before a batch until nothing is in its way.
   *
   * @throws Superseded if a newer rollout waits for the lock
   * @throws LockstepException if the process is to end, the lock is lost, or the app's query fails
   */
  void beforeBatch() {
    context.checkpoint();
    if (clock.elapsed().minus(looked).compareTo(LOOK_EVERY) < 0) {
      return;
    }
    refuseIfSuperseded();
    Duration said = clock.elapsed().minus(SAY_AGAIN);
    for (Optional<String> reason = reason(); reason.isPresent(); reason = reason()) {
      if (clock.elapsed().minus(said).compareTo(SAY_AGAIN) >= 0) {
        said = clock.elapsed();
        log.info("waiting before the next batch: {}", reason.get());
      }
      rest(POLL);
    }
    looked = clock.elapsed();
  }

  /** Pauses after a batch that took this time. */
  void afterBatch(Duration took) {
    rest(Duration.ofMillis(Math.round(took.toMillis() * pace)));
  }

  private Optional<String> reason() {
    return lag.flatMap(ReplicationLag::reason).or(() -> query.flatMap(WaitQuery::reason));
  }

  /** Keeps the working session from being taken for one whose answers are lost. */
  private void rest(Duration time) {
    Duration left = time;
    while (left.compareTo(LONGEST_SILENCE) > 0) {
      pause(LONGEST_SILENCE);
      left = left.minus(LONGEST_SILENCE);
    }
    if (!left.isZero()) {
      pause(left);
    }
  }

  private void pause(Duration time) {
    clock.pause(time);
    if (time.compareTo(POLL) >= 0) {
      context.checkpoint();
      context.work().jdbc().sql("select 1").query(Integer.class).single();
      refuseIfSuperseded();
    }
  }

  private void refuseIfSuperseded() {
    if (successor.filter(SuccessorNotice::isGiven).isPresent()) {
      throw new Superseded("a newer rollout of this release waits for the lock");
    }
  }
}
