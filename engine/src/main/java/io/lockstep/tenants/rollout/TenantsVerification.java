package io.lockstep.tenants.rollout;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The results of verifying all tenants. The component names are the JSON's: a contract.
 *
 * @param tenants in the list's order
 */
public record TenantsVerification(List<TenantVerification> tenants) {
  /**
   * The problem of all tenants together, if there is one: {@link ExitCode#REFUSED} if a tenant
   * differs from its history, else the reason why one could not be verified.
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
