package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Exit;
import io.lockstep.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Four processes that all want the one lock of a database, each with a target drawn for it; who has
 * ended is followed by another. Whoever nobody kills must end well. With {@link Program#beside}
 * about half of them are of that version.
 */
final class Competitors implements AutoCloseable {
  private static final int NUMBER = 4;

  private final LockstepProcess.Launch launch;
  private final Optional<LockstepProcess.Launch> launchBeside;
  private final JdbcClient jdbc;
  private final Random random;
  private final List<Competitor> alive = new ArrayList<>();
  private List<Competitor> throughBeforeKill = List.of();
  private int completed;
  private int heirs;
  private int refused;

  /**
   * @param jdbc to the same database, to see who has the lock
   */
  Competitors(TestDatabase database, JdbcClient jdbc, Random random) {
    this.launch = LockstepProcess.Launch.on(database, ThirtySet.FOLDER);
    this.launchBeside = Program.beside().map(launch::of);
    this.jdbc = jdbc;
    this.random = random;
  }

  /** One of them. */
  record Competitor(LockstepProcess process, int target) {
    /** It has ever had the lock. */
    boolean hadLock() {
      return process.err().contains("lock obtained");
    }

    boolean isWaiting() {
      return process.err().contains("waiting for the lock") && !hadLock();
    }

    /** It had the lock and was not through with its plan yet. */
    boolean hadStepsLeft() {
      return hadLock()
          && !process.err().contains("INFO  done: ")
          && !process.err().contains("INFO  nothing to do: ");
    }

    private boolean isOf(String holder) {
      return holder.endsWith("/" + process.pid());
    }
  }

  /** How many runs have reached their target. */
  int completed() {
    return completed;
  }

  /**
   * How many of them got the lock after the last kill. A process that was through with its work
   * then may end after it, and has seen nothing of what the killed one left.
   */
  int heirs() {
    return heirs;
  }

  /** How many runs were refused, since a killed one had left a step half done. */
  int refused() {
    return refused;
  }

  /** Looks at those that have ended, and starts others in their place. */
  void renew() {
    for (Competitor competitor : List.copyOf(alive)) {
      if (!competitor.process().isAlive()) {
        alive.remove(competitor);
        ended(competitor);
      }
    }
    while (alive.size() < NUMBER) {
      int target = random.nextInt(ThirtySet.NEWEST + 1);
      LockstepProcess process = version().start("migrate", ThirtySet.target(target));
      alive.add(new Competitor(process, target));
    }
  }

  private LockstepProcess.Launch version() {
    return launchBeside.isPresent() && random.nextBoolean() ? launchBeside.get() : launch;
  }

  private void ended(Competitor competitor) {
    if (competitor.process().exitCode() == Exit.REFUSED.code()) {
      refused++;
      assertUnfinishedOnTheWay(competitor);
    } else {
      competitor.process().exitsWith(0);
      completed++;
      heirs += throughBeforeKill.contains(competitor) ? 0 : 1;
    }
  }

  /**
   * Somebody was killed within the step that has no transaction, and this target lies the other
   * way, so that only a target beyond that step mends it.
   */
  private static void assertUnfinishedOnTheWay(Competitor competitor) {
    int version = Integer.parseInt(ThirtySet.WITHOUT_TRANSACTION);
    String script = (competitor.target() < version ? "apply V" : "undo U") + "00" + version;
    assertThat(competitor.process().err()).contains(script, "did not end well");
  }

  /** Who has the lease now. */
  Optional<Competitor> holder() {
    Optional<String> holder =
        ThirtySet.exists(jdbc, "lockstep.lease")
            ? jdbc.sql("select holder from lockstep.lease").query(String.class).optional()
            : Optional.empty();
    return holder.flatMap(name -> alive.stream().filter(c -> c.isOf(name)).findFirst());
  }

  /** One of them, drawn. */
  Competitor any() {
    return alive.get(random.nextInt(NUMBER));
  }

  /** Whether one waits for the lock in its loop, so that it should soon have it. */
  boolean oneWaits() {
    return alive.stream().anyMatch(Competitor::isWaiting);
  }

  /**
   * kill -9.
   *
   * @return false if it had ended by itself before
   */
  boolean kill(Competitor competitor) {
    competitor.process().kill();
    boolean killed = competitor.process().exitCode() == 128 + 9;
    if (killed) {
      alive.remove(competitor);
      throughBeforeKill = alive.stream().filter(Competitor::hadLock).toList();
      heirs = 0;
    }
    return killed;
  }

  @Override
  public void close() {
    alive.forEach(competitor -> competitor.process().close());
  }
}
