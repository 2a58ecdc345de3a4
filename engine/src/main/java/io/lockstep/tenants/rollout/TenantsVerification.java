package io.lockstep.tenants.rollout;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
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
   * What it amounts to, if not all is well: {@link ExitCode#REFUSED} if a tenant is not what its
   * history says, else the reason why one could not be looked at.
   */
  public Optional<LockstepException> problem() {
    List<TenantVerification> bad = TenantOutcome.bad(tenants);
    return TenantOutcome.exits(bad)
        .min(Comparator.comparing(exit -> exit != ExitCode.REFUSED))
        .map(
            exit ->
                new LockstepException(
                    exit,
                    "verifying tenants",
                    "%d of %d are not as they should be, or could not be looked at: %s"
                        .formatted(bad.size(), tenants.size(), TenantOutcome.named(bad)),
                    "Each one's lines say what it is; \"./lockstep help verify\" says what to do about it."));
  }
}
