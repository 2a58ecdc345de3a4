package io.lockstep.functions.tenants;

import io.lockstep.audit.HeldBack;
import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.catalog.Catalog;
import io.lockstep.history.AppHistory;
import io.lockstep.status.TargetStatus;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where all tenants shall be. */
final class TenantTargets {
  private final Catalog catalog;
  private final List<Target> targets;

  /**
   * @param targets the revision's; if empty, every app shall be at its newest version
   */
  TenantTargets(Catalog catalog, List<Target> targets) {
    this.catalog = catalog;
    this.targets =
        targets.isEmpty()
            ? catalog.apps().keySet().stream()
                .map(app -> new Target(app, new Goal.Latest()))
                .toList()
            : Target.lastOfEach(targets);
  }

  /**
   * How a tenant with these histories and this last run fares.
   *
   * @param heldBack the apps that their last run has left half way back
   */
  TenantCondition of(
      Map<AppName, AppHistory> histories, Optional<RunEntry> lastRun, List<HeldBack> heldBack) {
    if (lastRun.filter(RunEntry::running).isPresent()) {
      return TenantCondition.RUNNING;
    }
    if (lastRun.filter(run -> run.result() != RunState.DONE).isPresent()) {
      return TenantCondition.FAILED;
    }
    return targets.stream()
            .map(
                target ->
                    TargetStatus.of(
                            target,
                            catalog,
                            histories.getOrDefault(target.app(), AppHistory.none()))
                        .heldBackBy(heldBack, Map.of()))
            .allMatch(TargetStatus::reached)
        ? TenantCondition.DONE
        : TenantCondition.PENDING;
  }
}
