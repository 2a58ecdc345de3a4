package io.lockstep.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.LockstepSchema;
import io.lockstep.database.Session;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, without the lock, until the turn before has succeeded. Meanwhile others may come first, so
 * whoever obtains the lock then {@linkplain #look looks again}.
 */
public final class TurnWait {
  private static final Logger log = LoggerFactory.getLogger(TurnWait.class);
  private static final Duration POLL = Duration.ofMillis(1200);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final Session session;
  private final RolloutRegistry registry;
  private final ProcessStartTime processStart;
  private final CancellableClock clock;

  /**
   * Waits by polling with this session.
   *
   * @param processStart of this process: what failed before it was started is no reason to give up
   */
  public TurnWait(
      Session session,
      RolloutRegistry registry,
      ProcessStartTime processStart,
      CancellableClock clock) {
    this.session = session;
    this.registry = registry;
    this.processStart = processStart;
    this.clock = clock;
  }

  /** What the wait ended with. */
  public enum Result {
    /** It is our turn. */
    GO,
    /** A newer rollout has begun. */
    SUPERSEDED,
    /** A later turn of this rollout has begun already, so ours was done before. */
    DONE_BEFORE
  }

  /**
   * Waits for as long as it takes; a Job's activeDeadlineSeconds is the limit.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) if an earlier turn has failed, since this
   *     process was started, in a way that trying again can't fix
   */
  public Result await(RolloutContext rolloutContext, Turn turn) {
    Rollout rollout = rolloutContext.rollout();
    Duration said = clock.elapsed().minus(SAY_AGAIN);
    boolean tables = false;
    String seen = "";
    while (true) {
      tables = tables || LockstepSchema.haveTurns(session);
      String now = tables ? signsOfChange(rollout) : "";
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
            tables ? failedBefore(rollout, turn) : "");
        said = clock.elapsed();
      }
      clock.pause(POLL);
    }
  }

  /**
   * Differs whenever a look may find something else: runs, Jobs and rollouts come and end. One
   * statement without a scan, since many may be waiting.
   */
  private String signsOfChange(Rollout rollout) {
    return session
        .jdbc()
        .sql(
            """
            select concat_ws('/',
                     (select coalesce(max(id), 0) from lockstep.run),
                     (select coalesce(max(id), 0) from lockstep.run where result = 'running'),
                     (select count(*) from lockstep.rollout_job where release = :release),
                     (select max(rollout) from lockstep.release where name = :release))
            """)
        .param("release", rollout.release())
        .query(String.class)
        .single();
  }

  /**
   * Whether it is our turn as things stand. Who holds the lock asks this before anything is
   * planned: nobody else can begin a turn then.
   *
   * @return empty if it is not our turn yet
   * @throws LockstepException as {@link #await} does
   */
  public Optional<Result> look(RolloutContext rolloutContext, Turn turn) {
    Rollout rollout = rolloutContext.rollout();
    return switch (registry.standing(rolloutContext)) {
      case SUPERSEDED -> Optional.of(Result.SUPERSEDED);
      // Only a first turn begins a rollout.
      case NEW -> Optional.of(Result.GO).filter(go -> isFirst(turn));
      case CURRENT -> look(rollout, registry.number(rollout).orElseThrow(), turn);
    };
  }

  private Optional<Result> look(Rollout rollout, long number, Turn turn) {
    if (laterHasBegun(rollout, number, turn)) {
      return Optional.of(Result.DONE_BEFORE);
    }
    return isFirst(turn) || before(rollout, number, turn)
        ? Optional.of(Result.GO)
        : Optional.empty();
  }

  private static boolean isFirst(Turn turn) {
    return turn.number() == 1;
  }

  private boolean laterHasBegun(Rollout rollout, long number, Turn turn) {
    return session
        .jdbc()
        .sql(
            """
            select exists (select from lockstep.run
                            where release = :release and rollout = :rollout and turn > :turn and result <> 'refused')
            """)
        .param("release", rollout.release())
        .param("rollout", number)
        .param("turn", turn.number())
        .query(Boolean.class)
        .single();
  }

  /** Whether the turn before has succeeded; the first one that failed for good decides. */
  private boolean before(Rollout rollout, long number, Turn turn) {
    Optional<Ended> failed = failed(rollout, number, turn).filter(Ended::sinceWeCame);
    if (failed.isPresent()) {
      throw new LockstepException(
          ExitCode.REFUSED,
          "turn " + turn + " of " + rollout,
          failed.get().text(),
          "Fix that one; the targets after it run with the next rollout.");
    }
    return session
        .jdbc()
        .sql(
            """
            select coalesce((select result = 'done' from lockstep.run
                              where release = :release and rollout = :rollout and turn = :turn
                              order by id desc limit 1), false)
            """)
        .param("release", rollout.release())
        .param("rollout", number)
        .param("turn", turn.number() - 1)
        .query(Boolean.class)
        .single();
  }

  /** For people: what of this rollout failed before this process came, and is waited for again. */
  private String failedBefore(Rollout rollout, Turn turn) {
    return registry
        .number(rollout)
        .flatMap(number -> failed(rollout, number, turn))
        .map(failed -> "; before this process was started, " + failed.text())
        .orElse("");
  }

  /**
   * The first turn before ours whose last run failed for good. A Job that failed and is made again
   * may come after those that wait for it, so who comes later waits for its next run; those that
   * failed since we came go first.
   */
  private Optional<Ended> failed(Rollout rollout, long number, Turn turn) {
    return session
        .jdbc()
        .sql(
            """
            select turn, target, exit_code, reason, ended_at > :arrived as since
              from (select distinct on (turn) turn, target, exit_code, coalesce(reason, '') as reason, ended_at
                      from lockstep.run
                     where release = :release and rollout = :rollout and turn < :turn
                     order by turn, id desc) last
             where exit_code in (:final)
             order by since desc, turn
             limit 1
            """)
        .param("release", rollout.release())
        .param("rollout", number)
        .param("turn", turn.number())
        .param("final", ExitCode.finalCodes())
        .param("arrived", processStart.at(session.jdbc()).atOffset(ZoneOffset.UTC))
        .query(
            (rs, i) ->
                new Ended(
                    rs.getInt("turn"),
                    rs.getString("target"),
                    rs.getInt("exit_code"),
                    rs.getString("reason"),
                    rs.getBoolean("since")))
        .optional();
  }

  private record Ended(int turn, String target, int exit, String reason, boolean sinceWeCame) {
    String text() {
      return "turn %d (%s) ended with %d: %s"
          .formatted(turn, target, exit, reason.lines().findFirst().orElse(""));
    }
  }
}
