package io.lockstep.plan;

import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.Set;

/**
 * The ways out of a refusal.
 *
 * @param acceptChanged versions whose changed script is taken as it is now
 * @param acceptUnfinished versions whose step did not end well and was put right by hand
 * @param undoFromFile versions whose undo file is preferred to the stored script
 * @param outOfOrder whether a version below the current one may still be applied
 * @param fromZero apps that are meant to begin at zero, whatever others have made
 */
public record PlanOptions(
    Set<Version> acceptChanged,
    Set<Version> acceptUnfinished,
    Set<Version> undoFromFile,
    boolean outOfOrder,
    Set<AppName> fromZero) {
  /** Without any of them. */
  public static final PlanOptions STRICT =
      new PlanOptions(Set.of(), Set.of(), Set.of(), false, Set.of());
}
