package io.lockstep.tenants.rollout;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.tenants.Tenant;
import io.lockstep.verify.VerifyReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether one tenant is what its history says. The names of its parts are the JSON's: a contract.
 *
 * @param exitCode that {@code verify} would have ended with on that tenant alone
 * @param report what was found, if it could be looked at
 * @param reason why it could not
 */
public record TenantVerification(
    String tenant, int exitCode, Optional<VerifyReport> report, Optional<String> reason)
    implements TenantOutcome {
  static TenantVerification found(Tenant tenant, VerifyReport report) {
    ExitCode exit = report.problem().map(LockstepException::exit).orElse(ExitCode.DONE);
    return new TenantVerification(
        tenant.name(), exit.code(), Optional.of(report), Optional.empty());
  }

  static TenantVerification failed(Tenant tenant, LockstepException problem) {
    return new TenantVerification(
        tenant.name(), problem.exit().code(), Optional.empty(), Optional.of(problem.text()));
  }

  /** What a person reads: how it is, and below that a line for each thing. */
  public List<String> lines() {
    String is =
        report
            .map(VerifyReport::summary)
            .orElseGet(() -> "not verified (exit " + exitCode + "): " + firstLine());
    return Stream.concat(
            Stream.of("tenant " + tenant + ": " + is),
            report.stream().flatMap(found -> found.lines().stream()).map(line -> "  " + line))
        .toList();
  }

  private String firstLine() {
    return reason.flatMap(text -> text.lines().findFirst()).orElse("");
  }
}
