package io.lockstep.tenants.rollout;

import io.lockstep.run.report.MigrateRequest;
import java.util.Optional;
import java.util.Set;

/**
 * One call of a {@link TenantRollout}.
 *
 * @param each the request for each tenant's run
 * @param canaries names of the tenants that go first
 * @param share the shard of the stage's tenants; empty for all of them
 */
public record TenantsRequest(
    MigrateRequest each, Set<String> canaries, RolloutStage wave, Optional<Shard> share) {
  /** The rest's runs are told from the canaries', whose Job has the same turn. */
  public TenantsRequest {
    each = wave == RolloutStage.REST ? each.afterCanaries() : each;
  }
}
