package io.lockstep.run.session;

import io.lockstep.sql.SqlStates;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** Counts and delays the tries of one step, or one statement, after lock_timeout (rule 9). */
public final class TableLockRetries {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final RunContext context;
  private final BackOffExecution pauses;

  public TableLockRetries(RunContext context) {
    this.context = context;
    this.pauses = begin();
  }

  /** Work that may wait for a lock. */
  @FunctionalInterface
  public interface Attempt<E extends Exception> {
    void run() throws E;
  }

  /** Repeats work that lock_timeout ends, until it is done or the tries are used up. */
  public static <E extends Exception> void untilObtained(RunContext context, Attempt<E> attempt)
      throws E {
    TableLockRetries retries = new TableLockRetries(context);
    while (true) {
      try {
        attempt.run();
        return;
      } catch (Exception e) {
        if (!retries.pauseAfter(e)) {
          throw e;
        }
      }
    }
  }

  /** Waits before the next try, if a wait for a lock has ended this one and any is left. */
  public boolean pauseAfter(Exception e) {
    return SqlStates.isLockTimeout(e) && pause(Optional.empty());
  }

  private BackOffExecution begin() {
    ExponentialBackOff backOff =
        new ExponentialBackOff(FIRST_PAUSE_MILLIS, ExponentialBackOff.DEFAULT_MULTIPLIER);
    backOff.setMaxInterval(LONGEST_PAUSE_MILLIS);
    backOff.setMaxAttempts(context.retries().tries() - 1L);
    return backOff.start();
  }

  /**
   * Waits before the next try, longer each time.
   *
   * @param blockers the sessions that were seen to block, for the log
   * @return false if the tries are used up, or the run would wait for itself
   */
  public boolean pause(Optional<Blocking> blockers) {
    long pause = pauses.nextBackOff();
    if (pause == BackOffExecution.STOP || blockers.filter(Blocking::itself).isPresent()) {
      return false;
    }
    log.info(
        "gave up a wait for a lock so as not to block readers; trying again in {} ms{}",
        pause,
        blockers.map(b -> ": " + b.text()).orElse(""));
    context.clock().pause(Duration.ofMillis(pause));
    return true;
  }
}
