package io.lockstep.tenants.rollout;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.tenants.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How one tenant has fared. The names of its parts are the JSON's: a contract.
 *
 * @param result as in {@link io.lockstep.run.report.RunReport}, or {@code failed}, {@code refused},
 *     {@code stopped}
 * @param apps from where to where, one for each target that was begun
 * @param millis how long it took, its wait for the lock included
 * @param reason why it did not get there
 */
public record TenantReport(
    String tenant,
    String result,
    int exitCode,
    List<AppChange> apps,
    long millis,
    Optional<String> reason)
    implements TenantOutcome {
  /** An app's way; it has not come to its end if the tenant has failed. */
  public record AppChange(String app, String from, String to) {
    @Override
    public String toString() {
      return app + (from.equals(to) ? " at " + to : " from " + from + " to " + to);
    }
  }

  static TenantReport ended(Tenant tenant, String result, List<AppChange> apps, Duration took) {
    return new TenantReport(
        tenant.name(), result, ExitCode.DONE.code(), apps, took.toMillis(), Optional.empty());
  }

  static TenantReport failed(
      Tenant tenant, LockstepException problem, List<AppChange> apps, Duration took) {
    return new TenantReport(
        tenant.name(),
        problem.exit().result(),
        problem.exit().code(),
        apps,
        took.toMillis(),
        Optional.of(problem.text()));
  }

  /** All of it in one line. */
  String line() {
    return "tenant %s: %s%s, %d ms%s%s"
        .formatted(
            tenant,
            result,
            good() ? "" : " (exit " + exitCode + ")",
            millis,
            apps.isEmpty()
                ? ""
                : apps.stream()
                    .map(AppChange::toString)
                    .collect(Collectors.joining(", ", ", ", "")),
            reason.flatMap(text -> text.lines().findFirst()).map(text -> ": " + text).orElse(""));
  }
}
