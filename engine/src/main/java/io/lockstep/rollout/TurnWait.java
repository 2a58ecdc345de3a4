package io.lockstep.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.audit.RunLogReader;
import io.lockstep.audit.TurnRun;
import io.lockstep.database.Session;
import io.lockstep.schema.LockstepSchema;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, without the lock, until the previous turn has succeeded. Others may come first meanwhile,
 * so the caller must {@linkplain #look look again} once it has the lock.
 */
public final class TurnWait {
  private static final Logger log = LoggerFactory.getLogger(TurnWait.class);
  private static final Duration POLL = Duration.ofMillis(1200);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final Session session;
  private final RunLogReader runs;
  private final RolloutRegistry registry;
  private final ProcessStartTime processStart;
  private final CancellableClock clock;

  /**
   * @param session the session that polls
   * @param processStart the start time of this process: failures before it are no reason to give up
   */
  public TurnWait(
      Session session,
      RolloutRegistry registry,
      ProcessStartTime processStart,
      CancellableClock clock) {
    this.session = session;
    this.runs = new RunLogReader(session.jdbc());
    this.registry = registry;
    this.processStart = processStart;
    this.clock = clock;
  }

  /** The result of the wait. */
  public enum Result {
    /** It is our turn. */
    GO,
    /** A newer rollout has begun. */
    SUPERSEDED,
    /** A later turn of this rollout has begun already, so this turn was done before. */
    DONE_BEFORE
  }

  /**
   * Waits without a limit of its own; a Job's activeDeadlineSeconds is the limit.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) if an earlier turn has failed since this
   *     process was started, in a way that another try can't fix
   */
  public Result await(RolloutContext rolloutContext, Turn turn) {
    Rollout rollout = rolloutContext.rollout();
    Duration said = clock.elapsed().minus(SAY_AGAIN);
    boolean tables = false;
    String seen = "";
    while (true) {
      tables = tables || LockstepSchema.haveTurns(session);
      String now = tables ? runs.signsOfChange(rollout.release()) : "";
      Optional<Result> result =
          now.equals(seen)
              ? Optional.of(Result.GO).filter(go -> isFirst(turn))
              : look(rolloutContext, turn);
      if (result.isPresent()) {
        return result.get();
      }
      seen = now;
      if (clock.elapsed().minus(said).compareTo(SAY_AGAIN) >= 0) {
        log.info(
            "turn {} of {}: waiting for turn {} to succeed{}",
            turn,
            rollout,
            turn.number() - 1,
            tables ? failedBefore(rolloutContext, turn) : "");
        said = clock.elapsed();
      }
      clock.pause(POLL);
    }
  }

  /**
   * Checks once whether this turn may run. The holder of the lock calls it before it plans, because
   * no other turn can begin then.
   *
   * @return empty if this turn must still wait
   * @throws LockstepException as {@link #await} does
   */
  public Optional<Result> look(RolloutContext rolloutContext, Turn turn) {
    RolloutSight sight = registry.sight(rolloutContext);
    return switch (sight.standing(rolloutContext, processStart)) {
      case SUPERSEDED -> Optional.of(Result.SUPERSEDED);
      // Only a first turn begins a rollout.
      case NEW -> Optional.of(Result.GO).filter(go -> isFirst(turn));
      case CURRENT -> look(rolloutContext, sight.number(), turn);
    };
  }

  private Optional<Result> look(RolloutContext context, long number, Turn turn) {
    String release = context.rollout().release();
    if (runs.hasBegunAfter(release, number, turn.number(), schema(context))) {
      return Optional.of(Result.DONE_BEFORE);
    }
    return isFirst(turn) || before(context, number, turn)
        ? Optional.of(Result.GO)
        : Optional.empty();
  }

  private static boolean isFirst(Turn turn) {
    return turn.number() == 1;
  }

  /** True if the previous turn has succeeded; throws if an earlier one has failed for good. */
  private boolean before(RolloutContext context, long number, Turn turn) {
    Rollout rollout = context.rollout();
    Optional<TurnRun> failed = failed(context, number, turn).filter(TurnRun::since);
    if (failed.isPresent()) {
      throw new LockstepException(
          ExitCode.REFUSED,
          "turn " + turn + " of " + rollout,
          text(failed.get()),
          "Fix that one; the targets after it run with the next rollout.");
    }
    return runs.isDone(rollout.release(), number, turn.number() - 1, schema(context));
  }

  /** For people: an earlier turn's failure before this process started; it must run again. */
  private String failedBefore(RolloutContext context, Turn turn) {
    return registry
        .sight(context)
        .newest()
        .flatMap(newest -> failed(context, newest.rollout(), turn))
        .map(failed -> "; before this process was started, " + text(failed))
        .orElse("");
  }

  /**
   * The first earlier turn whose last run failed for good. A Job that failed may be created again
   * after the Jobs that wait for it. So a failure from before this process was started is waited
   * out, and only a later one ends the wait.
   */
  private Optional<TurnRun> failed(RolloutContext context, long number, Turn turn) {
    return runs.failedBefore(
        context.rollout().release(),
        number,
        turn.number(),
        schema(context),
        processStart.at(session.jdbc()));
  }

  private static String schema(RolloutContext context) {
    return context.schema().orElse("");
  }

  private static String text(TurnRun run) {
    return "turn %d (%s) ended with %d: %s"
        .formatted(run.turn(), run.target(), run.exit().orElse(0), run.reasonLine());
  }
}
