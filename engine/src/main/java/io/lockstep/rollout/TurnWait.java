package io.lockstep.rollout;

import io.lockstep.Exit;
import io.lockstep.Pace;
import io.lockstep.Problem;
import io.lockstep.database.OwnTables;
import io.lockstep.database.Session;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits, without the lock, until the turn before has succeeded. */
public final class TurnWait {
  private static final Logger log = LoggerFactory.getLogger(TurnWait.class);
  private static final Duration POLL = Duration.ofMillis(1200);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final Session session;
  private final Releases releases;
  private final Pace pace;

  /** Waits by polling with this session. */
  public TurnWait(Session session, Releases releases, Pace pace) {
    this.session = session;
    this.releases = releases;
    this.pace = pace;
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
   * @throws Problem ({@link Exit#REFUSED}) if an earlier turn ended in a way that trying again
   *     can't mend
   */
  public Result await(Place place, Turn turn) {
    Rollout rollout = place.rollout();
    Duration said = pace.elapsed().minus(SAY_AGAIN);
    boolean tables = false;
    String seen = "";
    while (true) {
      tables = tables || OwnTables.areNewest(session);
      String now = tables ? signsOfChange(rollout) : "";
      Optional<Result> result = now.equals(seen) ? Optional.empty() : look(place, turn);
      if (result.isPresent()) {
        return result.get();
      }
      seen = now;
      if (turn.number() == 1) {
        return Result.GO;
      }
      if (pace.elapsed().minus(said).compareTo(SAY_AGAIN) >= 0) {
        log.info("turn {} of {}: waiting for turn {} to succeed", turn, rollout, turn.number() - 1);
        said = pace.elapsed();
      }
      pace.pause(POLL);
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

  private Optional<Result> look(Place place, Turn turn) {
    Rollout rollout = place.rollout();
    Releases.Standing standing = releases.standing(place);
    if (standing == Releases.Standing.SUPERSEDED) {
      return Optional.of(Result.SUPERSEDED);
    }
    if (standing == Releases.Standing.NEW) {
      return Optional.empty();
    }
    long number = releases.number(rollout).orElseThrow();
    if (laterHasBegun(rollout, number, turn)) {
      return Optional.of(Result.DONE_BEFORE);
    }
    return turn.number() == 1 || before(rollout, number, turn)
        ? Optional.of(Result.GO)
        : Optional.empty();
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
    Optional<Ended> failed = firstFailed(rollout, number, turn);
    if (failed.isPresent()) {
      Ended e = failed.get();
      throw new Problem(
          Exit.REFUSED,
          "turn " + turn + " of " + rollout,
          "turn "
              + e.turn()
              + " ("
              + e.target()
              + ") ended with "
              + e.exit()
              + ": "
              + e.reason().lines().findFirst().orElse(""),
          "Mend that one; the targets after it run with the next rollout.");
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

  /** The first turn before ours whose last run failed for good. */
  private Optional<Ended> firstFailed(Rollout rollout, long number, Turn turn) {
    return session
        .jdbc()
        .sql(
            """
            select turn, target, exit_code, reason
              from (select distinct on (turn) turn, target, exit_code, coalesce(reason, '') as reason
                      from lockstep.run
                     where release = :release and rollout = :rollout and turn < :turn
                     order by turn, id desc) last
             where exit_code in (:final)
             order by turn
             limit 1
            """)
        .param("release", rollout.release())
        .param("rollout", number)
        .param("turn", turn.number())
        .param("final", Exit.finalCodes())
        .query(
            (rs, i) ->
                new Ended(
                    rs.getInt("turn"),
                    rs.getString("target"),
                    rs.getInt("exit_code"),
                    rs.getString("reason")))
        .optional();
  }

  private record Ended(int turn, String target, int exit, String reason) {}
}
