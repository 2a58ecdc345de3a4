package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.TestDatabase;
import io.lockstep.jobs.Competitors.Competitor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rules 2 and 5: kill -9 at random moments among four processes that want the lock, forth and back
 * over thirty migrations: mostly of who holds it, else of any of them. {@code -Dlockstep.kills=200}
 * says how often; {@code -Dlockstep.seed=…} draws an earlier run's targets and pauses again.
 */
class KilledProcessTest {
  private static final int KILLS = Integer.getInteger("lockstep.kills", 25);
  private static final long SEED = Long.getLong("lockstep.seed", System.nanoTime());
  private static final int KILLS_PER_DATABASE = 50;
  private static final int LATEST_MOMENT_MILLIS = 600;
  private static final int MILLIS_PER_STEP = 25;
  private static final Duration TAKEOVER = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Random random = new Random(SEED);
  private final List<String> wrong = new ArrayList<>();
  private int holders;
  private int withStepsLeft;
  private int others;
  private int refused;
  private int completed;
  private int seenDead;
  private Duration longestTakeover = Duration.ZERO;

  @Test
  void after_a_kill_at_any_moment_the_next_run_ends_as_if_nothing_had_happened()
      throws SQLException {
    ThirtySet.warmUp();
    long start = System.nanoTime();
    System.out.printf("kills: seed %d%n", SEED);
    while (killed() < KILLS) {
      onOneDatabase(Math.min(KILLS, killed() + KILLS_PER_DATABASE));
    }
    System.out.printf(
        "kills: %d tried (%d of the holder, %d of them while steps were left; %d waiting or starting), wrong states: %d; "
            + "states seen before anybody took over: %d, next runs that completed: %d, refused for a step half done: %d, "
            + "longest takeover: %d ms; seed %d, %d s%n",
        killed(),
        holders,
        withStepsLeft,
        others,
        wrong.size(),
        seenDead,
        completed,
        refused,
        longestTakeover.toMillis(),
        SEED,
        since(start).toSeconds());
    assertThat(wrong).isEmpty();
  }

  private int killed() {
    return holders + others;
  }

  private void onOneDatabase(int until) throws SQLException {
    TestDatabase database = TestDatabase.create();
    try (Referee referee = new Referee(database);
        Competitors competitors = new Competitors(database, referee.jdbc(), random)) {
      try {
        while (killed() < until) {
          competitors.renew();
          killOne(competitors, referee);
        }
      } catch (AssertionError e) {
        wrong.add("kill %d (seed %d): %s".formatted(killed(), SEED, e.getMessage()));
        System.out.println(wrong.get(wrong.size() - 1));
      }
      completed += competitors.completed();
      refused += competitors.refused();
    }
  }

  private void killOne(Competitors competitors, Referee referee) {
    boolean ofHolder = random.nextInt(4) > 0;
    Competitor victim = ofHolder ? holder(competitors) : competitors.any();
    int steps = Math.abs(victim.target() - ThirtySet.current(referee.jdbc()));
    int latest = ofHolder ? Math.max(1, MILLIS_PER_STEP * steps) : LATEST_MOMENT_MILLIS;
    await().pollDelay(Duration.ofMillis(random.nextInt(latest))).until(() -> true);
    boolean oneWaits = competitors.oneWaits();
    if (!competitors.kill(victim)) {
      return;
    }
    if (victim.hadLock()) {
      holders++;
      withStepsLeft += victim.hadStepsLeft() ? 1 : 0;
      referee.look(() -> lookAtTheDead(referee));
    } else {
      others++;
    }
    nextRun(competitors, oneWaits && victim.hadLock());
    referee.look(
        () -> ThirtySet.assertUndisturbed(referee.jdbc(), ThirtySet.current(referee.jdbc())));
    assertAudited(referee.jdbc(), victim);
  }

  private static Competitor holder(Competitors competitors) {
    return await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(
            () -> {
              competitors.renew();
              return competitors.holder();
            },
            holder -> holder.isPresent())
        .orElseThrow();
  }

  /** What the killed run left; an orphaned statement may still change that, and is for the heir. */
  private void lookAtTheDead(Referee referee) {
    if (!referee.anOrphanRuns()) {
      seenDead++;
      ThirtySet.assertLegal(referee.jdbc());
    }
  }

  /** Waits for it to complete. */
  private void nextRun(Competitors competitors, boolean oneWaits) {
    boolean takenOver = !oneWaits;
    long killed = System.nanoTime();
    while (competitors.heirs() == 0) {
      competitors.renew();
      if (!takenOver && competitors.holder().isPresent()) {
        takenOver = true;
        Duration takeover = since(killed);
        assertThat(takeover).as("takeover").isLessThan(TAKEOVER);
        longestTakeover = takeover.compareTo(longestTakeover) > 0 ? takeover : longestTakeover;
      }
      assertThat(since(killed)).as("no run completes").isLessThan(PATIENCE);
      await().pollDelay(POLL).until(() -> true);
    }
  }

  private static void assertAudited(JdbcClient jdbc, Competitor victim) {
    List<String> results =
        jdbc.sql("select result from lockstep.run where holder like '%/' || :pid")
            .param("pid", victim.process().pid())
            .query(String.class)
            .list();
    assertThat(results).as("what the audit says of the killed run").isSubsetOf("died", "done");
    if (victim.hadStepsLeft() && victim.process().err().contains("step 1 of")) {
      assertThat(results).hasSize(1);
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
