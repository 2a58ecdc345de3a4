package io.lockstep.tenants.rollout;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.RunResult;
import io.lockstep.tenants.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of migrating one tenant. The component names are the JSON's: a contract.
 *
 * @param apps the change of each app, one for each target that was begun
 * @param millis the duration, with the wait for the lock
 * @param reason the reason of a failure
 */
public record TenantReport(
    String tenant,
    RunResult result,
    int exitCode,
    List<AppChange> apps,
    long millis,
    Optional<String> reason)
    implements TenantOutcome {
  /** The planned change of one app; if the tenant has failed, the app may not be at its end. */
  public record AppChange(String app, String from, String to) {
    boolean isContinuedBy(AppChange later) {
      return app.equals(later.app) && to.equals(later.to);
    }

    @Override
    public String toString() {
      return app + (from.equals(to) ? " at " + to : " from " + from + " to " + to);
    }
  }

  static TenantReport ended(Tenant tenant, RunResult result, List<AppChange> apps, Duration took) {
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

  /** What follows the line of a tenant that failed: what is left of it, and what to do next. */
  List<String> wayOut() {
    return reason.stream().flatMap(String::lines).skip(1).toList();
  }

  /** The report in one line. */
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
