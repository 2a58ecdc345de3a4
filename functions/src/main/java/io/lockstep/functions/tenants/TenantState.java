package io.lockstep.functions.tenants;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.VerificationEntry;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one tenant. The names of its parts are the JSON's: a contract.
 *
 * @param state how it fares, in a word
 * @param versions of each app, {@code zero} for none
 * @param lastRun the newest run, which may still be under way
 * @param verification the last result of {@code verify-tenants --record}
 * @param problem the reason why it could not be read; all else is empty then
 */
public record TenantState(
    String tenant,
    TenantCondition state,
    Map<String, String> versions,
    Optional<RunEntry> lastRun,
    Optional<VerificationEntry> verification,
    Optional<String> problem) {
  static TenantState unread(String tenant, String why) {
    return new TenantState(
        tenant,
        TenantCondition.UNREAD,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(why));
  }
}
