package io.lockstep.jobs;

import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One fault after the other on one database: mostly of who holds the lock, else of any process.
 * After each, the next run must end as if nothing had happened.
 */
final class Faults {
  private static final int LATEST_MOMENT_MILLIS = 600;
  private static final int MILLIS_PER_STEP = 25;
  private static final Duration SLOW = Duration.ofSeconds(6);
  private static final int LATEST_IN_SLOW_MILLIS = 400;
  private static final Duration POLL = Duration.ofMillis(40);

  private final Mixture mixture;
  private final Random random;
  private final Competitors competitors;
  private final Referee referee;
  private final Ledger ledger;
  private final Tally tally;

  Faults(
      Mixture mixture,
      Random random,
      Competitors competitors,
      Referee referee,
      Ledger ledger,
      Tally tally) {
    this.mixture = mixture;
    this.random = random;
    this.competitors = competitors;
    this.referee = referee;
    this.ledger = ledger;
    this.tally = tally;
  }

  /**
   * Brings about one.
   *
   * @return false if there was none: the process had ended by itself before
   */
  boolean next() {
    competitors.renew();
    boolean ofHolder = random.nextInt(4) > 0;
    Competitor victim = ofHolder ? awaitHolder() : competitors.any();
    Disturbance disturbance = mixture.draw(random);
    boolean slow = mixture.drawsSlowStatement(random) && ofHolder && awaitSlowStatement(victim);
    pass(
        random.nextInt(
            slow ? LATEST_IN_SLOW_MILLIS : ofHolder ? workMillis(victim) : LATEST_MOMENT_MILLIS));
    boolean oneWaits = competitors.oneWaits(victim);
    boolean held = lease(victim).isPresent();
    boolean done = competitors.disturb(victim, disturbance);
    long began = System.nanoTime();
    ledger.speedUp();
    if (!done) {
      return false;
    }
    tally.fault(disturbance, victim, slow);
    if (disturbance == Disturbance.KILL && victim.hadLock()) {
      referee.look(this::lookAtTheDead);
    }
    nextRun(oneWaits && held ? lease(victim) : Optional.empty(), disturbance, began);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(
            () -> {
              competitors.renew();
              return referee.look(() -> assertUndisturbed(victim, disturbance));
            });
    return true;
  }

  private Competitor awaitHolder() {
    return await()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(
            () -> {
              competitors.renew();
              return referee.lease().flatMap(lease -> competitors.named(lease.holder()));
            },
            Optional::isPresent)
        .orElseThrow();
  }

  /** The lease if it is the victim's. */
  private Optional<Referee.Lease> lease(Competitor victim) {
    return referee.lease().filter(lease -> victim.isOf(lease.holder()));
  }

  private int workMillis(Competitor holder) {
    return Math.max(1, MILLIS_PER_STEP * Math.abs(holder.target() - current()));
  }

  private int current() {
    return ThirtySet.current(referee.jdbc());
  }

  /** Makes it slow in the step that has no transaction if that is on its way, else in its next. */
  private boolean awaitSlowStatement(Competitor holder) {
    int special = Integer.parseInt(ThirtySet.WITHOUT_TRANSACTION);
    int current = current();
    boolean onItsWay =
        Math.min(current, holder.target()) < special
            && Math.max(current, holder.target()) >= special;
    ledger.slowDown(onItsWay ? "_" + ThirtySet.WITHOUT_TRANSACTION : "%", SLOW);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(() -> ledger.oneIsSlow() || lease(holder).isEmpty());
    return ledger.oneIsSlow() && lease(holder).isPresent();
  }

  private static void pass(int millis) {
    await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
  }

  /** What the killed run left; an orphaned statement may still change that, and is for the heir. */
  private boolean lookAtTheDead() {
    boolean legible = !referee.anOrphanRuns();
    if (legible) {
      tally.seenDead();
      ThirtySet.assertLegal(referee.jdbc());
    }
    return legible;
  }

  /**
   * Waits for it to complete.
   *
   * @param held the lease that somebody waits for, if one does. There is no takeover if it is
   *     extended: who was disturbed came back before anybody noticed
   */
  private void nextRun(Optional<Referee.Lease> held, Disturbance disturbance, long began) {
    boolean awaited = held.isPresent();
    while (competitors.heirs() == 0) {
      competitors.renew();
      if (awaited) {
        Duration time = since(began);
        Optional<Referee.Lease> now = referee.lease();
        if (now.isPresent() && !now.get().token().equals(held.get().token())) {
          tally.takeover(time);
        }
        awaited = now.isEmpty() || now.equals(held);
        if (awaited) {
          assertThat(time)
              .as("takeover; who was there said\n%s", competitors.said())
              .isLessThan(disturbance.takeover());
        }
      }
      assertThat(since(began)).as("no run completes").isLessThan(Patience.LIMIT);
      pass(Math.toIntExact(POLL.toMillis()));
    }
  }

  /** False if there is nothing to see: somebody has lost the lease, and nobody taken over yet. */
  private boolean assertUndisturbed(Competitor victim, Disturbance disturbance) {
    if (referee.lease().isPresent()) {
      return false;
    }
    ThirtySet.assertUndisturbed(referee.jdbc(), current());
    ledger.assertOnlyHoldersWorked();
    List<String> results =
        referee
            .jdbc()
            .sql(
                """
                select result from lockstep.run where holder like '%/' || :pid and started_at >= :started
                """)
            .param("pid", victim.process().pid())
            .param("started", victim.process().started())
            .query(String.class)
            .list();
    assertThat(results)
        .as("what the audit says of the disturbed run")
        .isSubsetOf("died", "done", disturbance == Disturbance.KILL ? "died" : "failed", "refused");
    if (disturbance == Disturbance.KILL
        && victim.hadStepsLeft()
        && victim.process().err().contains("step 1 of")) {
      assertThat(results).hasSize(1);
    }
    return true;
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
