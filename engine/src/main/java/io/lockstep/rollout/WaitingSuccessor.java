package io.lockstep.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.database.Session;
import io.lockstep.schema.LockstepSchema;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Gives notice to the holder of the lock while a newer rollout waits for it, so that a long step in
 * batches can make room.
 */
public final class WaitingSuccessor implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(WaitingSuccessor.class);

  /** Rollouts come seldom, and fifty processes may wait: together they must not ask much more. */
  private static final Duration PERIOD = Duration.ofSeconds(20);

  private final Session session;
  private final RolloutRegistry registry;
  private final ProcessStartTime processStart;
  private final RolloutContext rollout;
  private final CancellableClock clock;
  private boolean tables;
  private Optional<Duration> looked = Optional.empty();
  private Optional<SuccessorNotice> given = Optional.empty();

  /**
   * @param session the waiter's
   */
  public WaitingSuccessor(
      Session session,
      RolloutRegistry registry,
      ProcessStartTime processStart,
      RolloutContext rollout,
      CancellableClock clock) {
    this.session = session;
    this.registry = registry;
    this.processStart = processStart;
    this.rollout = rollout;
    this.clock = clock;
  }

  /** Looks now and then whether the own rollout is the newer one; call it at each poll. */
  @Override
  public void run() {
    Duration now = clock.elapsed();
    if (looked.filter(last -> now.minus(last).compareTo(PERIOD) < 0).isEmpty()) {
      looked = Optional.of(now);
      try {
        look();
      } catch (DataAccessException e) {
        log.debug("can't compare the rollouts while waiting", e); // the next poll notices a loss
      }
    }
  }

  private void look() {
    tables = tables || LockstepSchema.haveTurns(session);
    if (!tables) {
      return;
    }
    Optional<Long> older = older();
    if (given.filter(notice -> notice.isAbout(older)).isEmpty()) {
      ended();
      given =
          older.map(
              number -> new SuccessorNotice(session.jdbc(), rollout.rollout().release(), number));
      given.ifPresent(SuccessorNotice::give);
    }
  }

  /** The number of the newest recorded rollout, if this one is newer. */
  private Optional<Long> older() {
    RolloutSight sight = registry.sight(rollout);
    return sight
        .newest()
        .filter(newest -> sight.standing(rollout, processStart) == RolloutRegistry.Standing.NEW)
        .map(RolloutSight.Newest::rollout);
  }

  /** Withdraws the notice. */
  public void ended() {
    Optional<SuccessorNotice> old = given;
    given = Optional.empty();
    old.ifPresent(SuccessorNotice::withdraw);
  }
}
