package io.lockstep.jobs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import io.lockstep.network.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Four processes that all want the one lock of a database, each with a target drawn for it; who has
 * ended, or was disturbed, is followed by another. Whoever nobody disturbs must end well, and the
 * others once they are left alone. With {@link ProgramCommand#beside} about half of them are of
 * that version.
 */
final class Competitors implements AutoCloseable {
  private static final int NUMBER = 4;

  private final LockstepProcess.Launch launch;
  private final Optional<LockstepProcess.Launch> launchBeside;
  private final Mixture mixture;
  private final Random random;
  private final Tally tally;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Competitor> alive = new ArrayList<>();
  private final List<Competitor> disturbed = new ArrayList<>();
  private final Deque<Competitor> free = new ArrayDeque<>();
  private List<Competitor> throughBefore = List.of();
  private int heirs;

  Competitors(TestDatabase database, Mixture mixture, Random random, Tally tally) {
    this.launch =
        LockstepProcess.Launch.on(database, mixture.folder())
            .with("LOCKSTEP_LEASE", mixture.lease().toSeconds() + "s");
    this.launchBeside = ProgramCommand.beside().map(launch::of);
    this.mixture = mixture;
    this.random = random;
    this.tally = tally;
  }

  /**
   * How many runs have reached their target that got the lock after the last disturbance. A process
   * that was through with its work then may end after it, and has seen nothing of what was left.
   */
  int heirs() {
    return heirs;
  }

  /** Looks at those that have ended, and starts others in their place. */
  void renew() {
    ended(alive).forEach(this::endedUndisturbed);
    ended(disturbed).forEach(this::endedDisturbed);
    while (alive.size() < NUMBER) {
      alive.add(start(random.nextInt(ThirtySet.NEWEST + 1)));
    }
  }

  private List<Competitor> ended(List<Competitor> among) {
    List<Competitor> ended = among.stream().filter(c -> !c.process().isAlive()).toList();
    among.removeAll(ended);
    ended.forEach(
        competitor -> {
          if (competitor.isFree()) {
            free.add(competitor);
          } else {
            competitor.close();
          }
        });
    return ended;
  }

  private Competitor start(int target) {
    if (launchBeside.isPresent() && random.nextBoolean()) {
      return startBeside(launchBeside.get(), target);
    }
    free.removeIf(competitor -> !competitor.isFree());
    if (!free.isEmpty()) {
      return free.remove().next(target);
    }
    Optional<Network> network = network();
    RepeatedProcess jvm =
        through(network, launch).startRepeated("migrate", ThirtySet.target(target));
    return new Competitor(jvm.current(), target, network, Optional.of(jvm));
  }

  private Competitor startBeside(LockstepProcess.Launch version, int target) {
    Optional<Network> network = network();
    return new Competitor(
        through(network, version).start("migrate", ThirtySet.target(target)),
        target,
        network,
        Optional.empty());
  }

  private Optional<Network> network() {
    try {
      return mixture.hasNetwork() ? Optional.of(Network.to(TestDatabase.port())) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LockstepProcess.Launch through(
      Optional<Network> network, LockstepProcess.Launch to) {
    return network.map(n -> to.with("POSTGRES_PORT", String.valueOf(n.port()))).orElse(to);
  }

  private void endedUndisturbed(Competitor competitor) {
    int exit = competitor.process().exitCode();
    if (exit == ExitCode.REFUSED.code()) {
      refused(competitor);
    } else if (exit == ExitCode.LOCK_NOT_OBTAINED.code() && isShort(mixture.lease())) {
      tally.tooSlow();
    } else {
      competitor.process().exitsWith(0);
      tally.completed();
      heirs += throughBefore.contains(competitor) ? 0 : 1;
    }
  }

  /** A machine that is busy may not let it extend its lease in time. */
  private static boolean isShort(Duration lease) {
    return lease.compareTo(Duration.ofSeconds(5)) < 0;
  }

  private void endedDisturbed(Competitor competitor) {
    int exit = competitor.process().exitCode();
    if (exit == ExitCode.REFUSED.code()) {
      refused(competitor);
    } else {
      assertThat(exit)
          .as("exit code of one that was disturbed, after\n%s", competitor.process().err())
          .isIn(0, ExitCode.LOCK_NOT_OBTAINED.code());
      if (exit != 0) {
        tally.gaveUp();
      }
    }
  }

  /**
   * Somebody was disturbed within the step that has no transaction, and this target lies the other
   * way, so that only a target beyond that step fixes it.
   */
  private void refused(Competitor competitor) {
    int version = Integer.parseInt(ThirtySet.WITHOUT_TRANSACTION);
    String script = (competitor.target() < version ? "apply V" : "undo U") + "00" + version;
    assertThat(competitor.process().err()).contains(script, "did not end well");
    tally.refused();
  }

  /** The one of them that has this name in the lease's row. */
  Optional<Competitor> named(String holder) {
    return alive.stream().filter(c -> c.isOf(holder)).findFirst();
  }

  /** One of them, drawn. */
  Competitor any() {
    return alive.get(random.nextInt(NUMBER));
  }

  /** Whether one other than this waits for the lock in its loop, so that it should soon have it. */
  boolean oneWaits(Competitor victim) {
    return alive.stream().anyMatch(c -> c.isWaiting() && !c.equals(victim));
  }

  /**
   * Disturbs it, for a time that is drawn.
   *
   * @return false if it had ended by itself before
   */
  boolean disturb(Competitor victim, Disturbance disturbance) {
    Duration time = disturbance.draw(random);
    Runnable end;
    try {
      end = disturbance.begin(victim, random);
    } catch (IllegalStateException e) {
      if (victim.process().isAlive()) {
        throw e;
      }
      return false; // there is no such process
    }
    boolean done =
        disturbance == Disturbance.KILL
            ? victim.process().exitCode() == 128 + 9
            : victim.process().isAlive();
    if (done) {
      alive.remove(victim);
      throughBefore = alive.stream().filter(Competitor::hadLock).toList();
      heirs = 0;
      if (disturbance == Disturbance.KILL) {
        victim.close();
      } else {
        disturbed.add(victim);
        var unused = timer.schedule(end, time.toMillis(), TimeUnit.MILLISECONDS);
      }
    } else {
      end.run(); // its JVM may be used again
    }
    return done;
  }

  /** What all of them have said. */
  String said() {
    return Stream.of(alive, disturbed)
        .flatMap(Collection::stream)
        .map(c -> c.process().pid() + ":\n" + c.process().err())
        .collect(joining());
  }

  /** Ends those that were not disturbed, and waits for the others. */
  void finish() {
    alive.forEach(Competitor::close);
    alive.clear();
    while (!disturbed.isEmpty()) {
      disturbed.get(0).process().exitCode();
      ended(disturbed).forEach(this::endedDisturbed);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    Stream.of(alive, disturbed, free).flatMap(Collection::stream).forEach(Competitor::close);
  }
}
