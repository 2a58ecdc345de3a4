package io.lockstep.jobs;

import io.lockstep.network.Network;
import io.lockstep.network.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** What happens to a process. */
enum Disturbance {
  /** kill -9. */
  KILL(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(20)),
  /** SIGSTOP, and SIGCONT after a while. */
  PAUSE(Duration.ofMillis(1800), Duration.ofMillis(4500), Duration.ofSeconds(20)),
  /** Its connections are cut, and it notices. */
  RESET(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(20)),
  /** One of them is. */
  RESET_ONE(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(20)),
  /** Nothing comes through on its connections, old and new, and nobody is told. */
  SILENCE(Duration.ofMillis(1800), Duration.ofSeconds(8), Duration.ofSeconds(20)),
  /** The same with one of them; the work's is missed after 15 s. */
  SILENCE_ONE(Duration.ofSeconds(3), Duration.ofSeconds(20), Duration.ofSeconds(40));

  private static final long CLOSE_MILLIS = 700;

  private final Duration shortest;
  private final Duration longest;
  private final Duration takeover;

  Disturbance(Duration shortest, Duration longest, Duration takeover) {
    this.shortest = shortest;
    this.longest = longest;
    this.takeover = takeover;
  }

  /**
   * How long it lasts. Half of them end about when the lease does: then it is open who is the first
   * to see that it has run out.
   */
  Duration draw(Random random) {
    long more = longest.minus(shortest).toMillis();
    if (more == 0) {
      return Duration.ZERO;
    }
    boolean close = random.nextBoolean();
    return shortest.plusMillis(random.nextLong(close ? CLOSE_MILLIS : more));
  }

  /**
   * In how much time somebody must have the lock again, if one waits for it: on a busy machine,
   * too, and before the lease of 30 s ends that a killed one leaves.
   */
  Duration takeover() {
    return takeover;
  }

  /**
   * Begins.
   *
   * @return what ends it
   */
  Runnable begin(Competitor victim, Random random) {
    return switch (this) {
      case KILL -> {
        victim.process().kill();
        yield () -> {};
      }
      case PAUSE -> {
        victim.process().freeze();
        yield victim.process()::thaw;
      }
      case RESET -> {
        victim.network().orElseThrow().cut();
        yield () -> {};
      }
      case RESET_ONE -> {
        oneOf(victim, random).ifPresent(Wire::cut);
        yield () -> {};
      }
      case SILENCE -> {
        Network network = victim.network().orElseThrow();
        network.silence();
        yield network::heal;
      }
      case SILENCE_ONE -> {
        Optional<Wire> wire = oneOf(victim, random);
        wire.ifPresent(Wire::silence);
        yield () -> wire.ifPresent(Wire::heal);
      }
    };
  }

  /** Of the two that it opened last: the lock's and the migrations'. */
  private static Optional<Wire> oneOf(Competitor victim, Random random) {
    List<Wire> wires =
        victim.network().orElseThrow().wires().stream().filter(Wire::isOpen).toList();
    int back = 1 + random.nextInt(2);
    return wires.size() < back ? Optional.empty() : Optional.of(wires.get(wires.size() - back));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
