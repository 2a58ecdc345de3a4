package io.lockstep.tenants.rollout;

import io.lockstep.run.report.MigrateRequest;
import java.util.Optional;
import java.util.Set;

/**
 * What shall be done.
 *
 * @param each what every tenant's run shall do
 * @param canaries names of the tenants that go first
 * @param share which of the wave's tenants; all of them if empty
 */
public record TenantsRequest(
    MigrateRequest each, Set<String> canaries, RolloutStage wave, Optional<Shard> share) {}
