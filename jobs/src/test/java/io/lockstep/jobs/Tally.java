package io.lockstep.jobs;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one mixture has come to; from several threads at once. */
final class Tally {
  private final Mixture mixture;
  private final Map<Disturbance, Integer> faults = new EnumMap<>(Disturbance.class);
  private final List<Duration> takeovers = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private final List<String> strays = new ArrayList<>();
  private int ofHolder;
  private int withStepsLeft;
  private int slowStatements;
  private int seenDead;
  private int completed;
  private int refused;
  private int gaveUp;
  private int tooSlow;

  Tally(Mixture mixture) {
    this.mixture = mixture;
  }

  synchronized void fault(Disturbance disturbance, Competitor victim, boolean slowStatement) {
    faults.merge(disturbance, 1, Integer::sum);
    ofHolder += victim.hadLock() ? 1 : 0;
    withStepsLeft += victim.hadStepsLeft() ? 1 : 0;
    slowStatements += slowStatement ? 1 : 0;
  }

  /** Somebody had the lock again. */
  synchronized void takeover(Duration time) {
    takeovers.add(time);
  }

  /** A state was looked at before anybody took over. */
  synchronized void seenDead() {
    seenDead++;
  }

  /** A run that was not disturbed reached its target. */
  synchronized void completed() {
    completed++;
  }

  /** A run was refused, since one that was disturbed had left a step half done. */
  synchronized void refused() {
    refused++;
  }

  /** A run that was disturbed found that it had lost its lease, and ended. */
  synchronized void gaveUp() {
    gaveUp++;
  }

  /**
   * A run that was not disturbed lost its lease, since the machine is too busy for so short one.
   */
  synchronized void tooSlow() {
    tooSlow++;
  }

  synchronized void lost(String what) {
    lost.add(what);
    System.out.println("soak " + mixture.text() + ": LOST " + what);
  }

  synchronized void strays(List<String> seen) {
    strays.addAll(seen);
    seen.forEach(s -> System.out.println("soak " + mixture.text() + ": STRAY " + s));
  }

  /** What must be none. */
  synchronized List<String> wrong() {
    List<String> all = new ArrayList<>(lost);
    all.addAll(strays);
    return all;
  }

  private int faults() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The line of figures. */
  synchronized String line(long seed, Duration time) {
    Collections.sort(takeovers);
    return ("soak %s: %d faults (%s; %d of the holder, %d of them while steps were left, %d in a slow statement), "
            + "states seen before anybody took over: %d, next runs that completed: %d, refused for a step half done: %d, "
            + "gave up since their lease was lost: %d, leases lost to a busy machine: %d, "
            + "takeovers: %d, median %s, worst %s; lost: %d, strays: %d; seed %d, %d s")
        .formatted(
            mixture.text(),
            faults(),
            faults.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().text())
                .collect(joining(", ")),
            ofHolder,
            withStepsLeft,
            slowStatements,
            seenDead,
            completed,
            refused,
            gaveUp,
            tooSlow,
            takeovers.size(),
            millis(takeovers.size() / 2),
            millis(takeovers.size() - 1),
            lost.size(),
            strays.size(),
            seed,
            time.toSeconds());
  }

  private String millis(int at) {
    return takeovers.isEmpty() ? "-" : takeovers.get(at).toMillis() + " ms";
  }
}
