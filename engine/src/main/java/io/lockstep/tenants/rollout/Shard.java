package io.lockstep.tenants.rollout;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.tenants.Tenant;
import java.util.List;
import java.util.Optional;

/**
 * The tenants of a stage that one of several processes takes.
 *
 * @param index the number of the process, from 0
 * @param of the number of processes, which share the tenants by the hashes of their names, so that
 *     a tenant stays with its process when others are added or removed; if empty, a process takes
 *     the one tenant at its index
 */
public record Shard(int index, Optional<Integer> of) {
  /**
   * The tenants of this shard.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if there is no tenant at its index
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
