package io.lockstep.plan;

import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.Set;

/**
 * The options that override a refusal.
 *
 * @param acceptChanged versions whose changed script is accepted as it is now
 * @param acceptUnfinished versions whose step did not end well and was fixed by hand
 * @param undoFromFile versions whose undo file is preferred to the stored script
 * @param outOfOrder true if a version below the current one may still be applied
 * @param fromZero apps that may begin at zero beside objects that others have made
 */
public record PlanOptions(
    Set<Version> acceptChanged,
    Set<Version> acceptUnfinished,
    Set<Version> undoFromFile,
    boolean outOfOrder,
    Set<AppName> fromZero) {
  /** None of these options. */
  public static final PlanOptions STRICT =
      new PlanOptions(Set.of(), Set.of(), Set.of(), false, Set.of());
}
