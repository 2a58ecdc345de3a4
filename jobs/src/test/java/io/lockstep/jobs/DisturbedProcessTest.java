package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rules 1, 2 and 5: processes that die, stand still or are cut off at random moments, among four
 * that want the lock, forth and back over thirty migrations. {@code -Dlockstep.faults=1000} says
 * how often; {@code -Dlockstep.seed=…} draws an earlier run's targets and moments again; {@code
 * -Dlockstep.lanes=3} says on how many databases at once, and is a part of what is drawn.
 */
class DisturbedProcessTest {
  private static final int FAULTS = Integer.getInteger("lockstep.faults", 6);
  private static final int LANES = Integer.getInteger("lockstep.lanes", 2);
  private static final long SEED = Long.getLong("lockstep.seed", System.nanoTime());
  private static final String ONLY = System.getProperty("lockstep.mixture", "all");

  @ParameterizedTest
  @EnumSource
  void the_next_run_ends_as_if_nothing_had_happened_and_only_the_holder_has_worked(Mixture mixture)
      throws Exception {
    assumeTrue(ONLY.equals("all") || ONLY.equals(mixture.text()));
    ThirtySet.warmUp();
    assertThat(ProgramCommand.COMMAND).as("built before others run").isNotEmpty();
    System.out.printf("soak %s: seed %d%n", mixture.text(), SEED);
    long start = System.nanoTime();
    Tally tally = new Tally(mixture);
    ExecutorService threads = Executors.newFixedThreadPool(LANES);
    try {
      List<Future<?>> lanes = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        int faults = FAULTS * (i + 1) / LANES - FAULTS * i / LANES;
        Lane lane = new Lane(mixture, faults, SEED + i, tally);
        lanes.add(
            threads.submit(
                () -> {
                  lane.run();
                  return null;
                }));
      }
      for (Future<?> lane : lanes) {
        lane.get();
      }
    } finally {
      threads.shutdownNow();
    }
    System.out.println(tally.line(SEED, Duration.ofNanos(System.nanoTime() - start)));
    assertThat(tally.wrong()).isEmpty();
  }
}
