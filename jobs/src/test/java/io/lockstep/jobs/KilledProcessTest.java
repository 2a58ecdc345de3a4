package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.Exit;
import io.lockstep.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Rules 2 and 5: kill -9 at random moments of runs forth and back. {@code -Dlockstep.kills=200}
 * says how often; {@code -Dlockstep.seed=…} draws an earlier run's targets and moments again.
 */
class KilledProcessTest {
  private static final int KILLS = Integer.getInteger("lockstep.kills", 25);
  private static final long SEED = Long.getLong("lockstep.seed", System.nanoTime());
  private static final int LATEST_MOMENT_MILLIS = 1500;
  private static final int FEWEST_STEPS = 6;
  private static final int MILLIS_PER_STEP = 40;
  private static final int KILLED = 128 + 9;
  private static final Duration TAKEOVER = Duration.ofSeconds(5);

  private final Random random = new Random(SEED);
  private final List<String> wrong = new ArrayList<>();
  private int killed;
  private int killedInRun;
  private int refused;
  private TestDatabase database = TestDatabase.create();

  @Test
  void after_a_kill_at_any_moment_the_next_run_ends_as_if_nothing_had_happened() {
    System.out.printf("kills: seed %d%n", SEED);
    while (killed < KILLS) {
      killOne();
    }
    System.out.printf(
        "kills: %d tried (%d of them while steps were left), %d made another target refused, %d left a wrong state%n",
        killed, killedInRun, refused, wrong.size());
    assertThat(wrong).isEmpty();
  }

  private void killOne() {
    int target = far(ThirtySet.current(database));
    LockstepProcess.Launch launch = LockstepProcess.Launch.on(database, ThirtySet.FOLDER);
    try (LockstepProcess victim = launch.start("migrate", ThirtySet.target(target))) {
      victim.says("lock obtained");
      if (random.nextBoolean()) {
        // The next process waits for the lock already, as a second pod would.
        try (LockstepProcess heir = launch.start("migrate", ThirtySet.target(target))) {
          kill(victim, target);
          check(victim, heir, target);
        }
      } else {
        kill(victim, target);
        int next = random.nextBoolean() ? target : far(target);
        try (LockstepProcess heir = launch.start("migrate", ThirtySet.target(next))) {
          if (heir.exitCode() == Exit.REFUSED.code()) {
            refused++;
            assertUnfinishedOnTheWayTo(next, heir);
            check(victim, launch.run("migrate", ThirtySet.target(target)), target);
          } else {
            check(victim, heir, next);
          }
        }
      }
    } catch (AssertionError e) {
      wrong.add("kill %d (seed %d): %s".formatted(killed, SEED, e.getMessage()));
      System.out.println(wrong.get(wrong.size() - 1));
      database = TestDatabase.create();
    }
  }

  private void kill(LockstepProcess victim, int target) {
    int steps = Math.abs(target - ThirtySet.current(database));
    int latest = Math.min(LATEST_MOMENT_MILLIS, MILLIS_PER_STEP * steps);
    await().pollDelay(Duration.ofMillis(random.nextInt(latest))).until(() -> true);
    victim.kill();
    if (victim.exitCode() == KILLED) {
      killed++;
      killedInRun += victim.err().contains("INFO  done: ") ? 0 : 1;
    }
  }

  private void check(LockstepProcess victim, LockstepProcess heir, int target) {
    heir.exitsWith(0);
    assertThat(heir.lockWait()).as("wait for the lock").isLessThan(TAKEOVER);
    ThirtySet.assertUndisturbed(database, target);
    assertThat(results(victim))
        .as("what the audit says of the killed run")
        .isSubsetOf("died", "done");
    if (victim.err().contains("step 1 of") && !victim.err().contains("INFO  done: ")) {
      assertThat(results(victim)).containsAnyOf("died", "done").hasSize(1);
    }
  }

  private List<String> results(LockstepProcess process) {
    return database
        .jdbc()
        .sql("select result from lockstep.run where holder like '%/' || :pid")
        .param("pid", process.pid())
        .query(String.class)
        .list();
  }

  /**
   * The killed run was within the step that has no transaction, and the other target lies the other
   * way, so that only the first target again, or one beyond it, mends it.
   */
  private void assertUnfinishedOnTheWayTo(int next, LockstepProcess heir) {
    int version = Integer.parseInt(ThirtySet.WITHOUT_TRANSACTION);
    boolean apply = ThirtySet.current(database) < version;
    assertThat(heir.err())
        .contains(
            (apply ? "apply V" : "undo U") + ThirtySet.WITHOUT_TRANSACTION, "did not end well");
    assertThat(next < version).as("target %s lies the other way", next).isEqualTo(apply);
  }

  /** Another version, some steps away. */
  private int far(int from) {
    return random
        .ints(0, ThirtySet.NEWEST + 1)
        .filter(version -> Math.abs(version - from) >= FEWEST_STEPS)
        .findFirst()
        .orElseThrow();
  }
}
