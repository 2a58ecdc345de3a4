package io.lockstep.knative.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.polling.NoAnswerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Waits until all workloads are rolled out and none of their pods is of an older version. It asks
 * again and again instead of watching: that needs one right less, and no thought about connections
 * that break.
 */
public final class RolloutWait {
  private static final Duration POLL = Duration.ofSeconds(2);

  /** In the place of a workload, while its server doesn't answer. */
  private static final String API = "Kubernetes";

  private final Workloads workloads;
  private final CancellableClock clock;
  private final ChangeLog log;
  private final WaitRecord record;

  /** What each workload still waits for, as it was last known. */
  private final Map<String, String> left = new TreeMap<>();

  public RolloutWait(
      Workloads workloads, CancellableClock clock, ChangeLog log, WaitRecord record) {
    this.workloads = workloads;
    this.clock = clock;
    this.log = log;
    this.record = record;
  }

  /**
   * Waits, and says what changes.
   *
   * @param deadline the longest time until the workloads are rolled out
   * @param minSoak the time for which they must stay so; a change of a workload begins it again
   * @throws LockstepException ({@link ExitCode#OLD_PODS_LEFT}) if the deadline is over; ({@link
   *     ExitCode#ERROR}) if Kubernetes doesn't let us look
   */
  public void until(Duration deadline, Duration minSoak) {
    try {
      await(deadline, minSoak);
    } finally {
      record.over();
    }
    log.print(
        "end",
        "the old pods are gone: "
            + workloads.readers().stream()
                .map(reader -> reader.workload().toString())
                .collect(Collectors.joining(", ")));
  }

  private void await(Duration deadline, Duration minSoak) {
    Duration end = clock.elapsed().plus(deadline).plus(minSoak);
    Duration since = clock.elapsed();
    List<String> versions = List.of();
    boolean isRolledOut = false;
    while (true) {
      try {
        List<WorkloadState> states = look();
        Duration now = clock.elapsed();
        List<String> seen = states.stream().map(WorkloadState::version).toList();
        boolean isSame = isRolledOut && seen.equals(versions);
        isRolledOut = states.stream().allMatch(WorkloadState::isRolledOut);
        if (!isSame) {
          since = now;
          versions = seen;
          log.forget("soak");
        }
        if (isRolledOut) {
          if (now.minus(since).compareTo(minSoak) >= 0) {
            return;
          }
          log.print("soak", "all are rolled out; waiting for " + minSoak.toSeconds() + " s more");
        }
      } catch (NoAnswerException e) {
        log.print("kubernetes", "Kubernetes doesn't answer, trying again: " + e.getMessage());
        left.put(API, "it doesn't answer: " + e.getMessage());
      }
      Duration rest = end.minus(clock.elapsed());
      if (rest.isNegative() || rest.isZero()) {
        throw tooLate(deadline);
      }
      clock.pause(rest.compareTo(POLL) < 0 ? rest : POLL);
    }
  }

  private List<WorkloadState> look() throws NoAnswerException {
    List<WorkloadState> states = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (WorkloadReader<?> reader : workloads.readers()) {
      String workload = reader.workload().toString();
      WorkloadState state = reader.read();
      states.add(state);
      if (state.isRolledOut()) {
        left.remove(workload);
        log.print(workload, "rolled out: " + workload);
      } else {
        left.put(workload, state.left());
        log.print(workload, "waiting for " + workload + ": " + state.left());
        names.addAll(state.oldPods().isEmpty() ? List.of(workload) : state.oldPods());
      }
    }
    left.remove(API);
    log.forget("kubernetes");
    record.waitsFor(names);
    return states;
  }

  private LockstepException tooLate(Duration deadline) {
    return new LockstepException(
        ExitCode.OLD_PODS_LEFT,
        "waiting until the old pods are gone",
        "%s after %d s: %s"
            .formatted(
                left.containsKey(API) ? "nobody knows whether they are" : "they are not",
                deadline.toSeconds(),
                left.isEmpty()
                    ? "all were rolled out, but not for long enough"
                    : left.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("; "))),
        "The database serves both versions as it is. Finish or repair the rollout; the next rollout"
            + " goes on from here. Or run migrate --contract by hand when they are gone.");
  }
}
