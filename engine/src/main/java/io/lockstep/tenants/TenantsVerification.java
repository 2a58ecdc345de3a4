package io.lockstep.tenants;

import io.lockstep.Exit;
import io.lockstep.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was found in all tenants. The names of its parts are the JSON's: a contract.
 *
 * @param tenants in the list's order
 */
public record TenantsVerification(List<TenantVerification> tenants) {
  /**
   * What it amounts to, if not all is well: {@link Exit#REFUSED} if a tenant is not what its
   * history says, else the reason why one could not be looked at.
   */
  public Optional<Problem> problem() {
    List<TenantVerification> bad = TenantOutcome.bad(tenants);
    return TenantOutcome.exits(bad)
        .min(Comparator.comparing(exit -> exit != Exit.REFUSED))
        .map(
            exit ->
                new Problem(
                    exit,
                    "verifying tenants",
                    "%d of %d are not as they should be, or could not be looked at: %s"
                        .formatted(bad.size(), tenants.size(), TenantOutcome.named(bad)),
                    "Each one's lines say what it is; \"./lockstep help verify\" says what to do about it."));
  }
}
