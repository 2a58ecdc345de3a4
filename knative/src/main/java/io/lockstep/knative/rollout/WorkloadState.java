package io.lockstep.knative.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a workload's rollout is at one moment.
 *
 * @param version changes whenever the workload does
 * @param reasons why it is not rolled out, from its status
 * @param oldPods the names of its pods of another version, those that are ending included
 */
record WorkloadState(String version, List<String> reasons, List<String> oldPods) {
  private static final int NAMED = 10;

  WorkloadState {
    reasons = List.copyOf(reasons);
    oldPods = List.copyOf(oldPods);
  }

  /** A workload that is not there. */
  static WorkloadState missing() {
    return notYet("", "it does not exist yet");
  }

  /** A workload whose status is that of an older generation. */
  static WorkloadState unseen(String version) {
    return notYet(version, "its controller has not looked at its newest " + version + " yet");
  }

  /** True if a status is that of the newest generation. */
  static boolean isSeen(HasMetadata object, Optional<Long> observed) {
    return observed.orElse(0L) >= generation(object);
  }

  /** What changes with each change of what is wanted. */
  static String version(HasMetadata object) {
    return "generation " + generation(object);
  }

  private static long generation(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getGeneration(), 0L);
  }

  /** A workload that can't be judged yet, for this reason. */
  static WorkloadState notYet(String version, String reason) {
    return new WorkloadState(version, List.of(reason), List.of());
  }

  /** True if all its pods are of the wanted version. */
  boolean isRolledOut() {
    return reasons.isEmpty() && oldPods.isEmpty();
  }

  /** What is still to happen, in one line; empty if nothing is. */
  String left() {
    Stream<String> pods =
        oldPods.isEmpty()
            ? Stream.empty()
            : Stream.of("pods of an older version left: " + named(oldPods));
    return String.join("; ", Stream.concat(reasons.stream(), pods).toList());
  }

  /** Lists names, but not hundreds. */
  static String named(Collection<String> names) {
    List<String> some = new ArrayList<>(names.stream().limit(NAMED).toList());
    if (names.size() > NAMED) {
      some.set(NAMED - 1, some.get(NAMED - 1) + " and " + (names.size() - NAMED) + " more");
    }
    return String.join(", ", some);
  }
}
