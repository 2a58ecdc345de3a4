package io.lockstep.functions.tenants;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.VerificationEntry;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one tenant. The names of its parts are the JSON's: a contract.
 *
 * @param versions of each app, {@code zero} for none
 * @param lastRun the newest run, which may still be under way
 * @param verification the last result of {@code verify-tenants --record}
 * @param problem the reason why it could not be read; all else is empty then
 */
public record TenantState(
    String tenant,
    Map<String, String> versions,
    Optional<RunEntry> lastRun,
    Optional<VerificationEntry> verification,
    Optional<String> problem) {
  static TenantState unread(String tenant, String why) {
    return new TenantState(tenant, Map.of(), Optional.empty(), Optional.empty(), Optional.of(why));
  }
}
