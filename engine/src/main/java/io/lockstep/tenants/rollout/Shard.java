package io.lockstep.tenants.rollout;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.tenants.Tenant;
import java.util.List;
import java.util.Optional;

/**
 * Which of a wave's tenants a process takes, where each of several takes some.
 *
 * @param index of the process, from 0
 * @param of how many processes share the tenants by their names' hashes, so that a tenant stays
 *     with its process while others come and go; if empty, a process takes the one tenant at its
 *     place
 */
public record Shard(int index, Optional<Integer> of) {
  /**
   * Its tenants.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if there is none at its place
   */
  List<Tenant> of(List<Tenant> wave) {
    if (of.isPresent()) {
      return wave.stream()
          .filter(t -> Math.floorMod(t.name().hashCode(), of.get()) == index)
          .toList();
    }
    if (index >= wave.size()) {
      throw new LockstepException(
          ExitCode.USAGE,
          "the tenant at place " + index,
          "there are " + wave.size() + " in this wave, from 0",
          "Give a lower --index, or --shares N.");
    }
    return List.of(wave.get(index));
  }
}
