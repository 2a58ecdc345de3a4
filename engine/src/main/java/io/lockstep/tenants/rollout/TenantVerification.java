package io.lockstep.tenants.rollout;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.tenants.Tenant;
import io.lockstep.verify.VerifyReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of verifying one tenant. The component names are the JSON's: a contract.
 *
 * @param exitCode the exit code that {@code verify} would have had for that tenant alone
 * @param report empty if the tenant could not be verified
 * @param reason the reason why it could not
 */
public record TenantVerification(
    String tenant, int exitCode, Optional<VerifyReport> report, Optional<String> reason)
    implements TenantOutcome {
  static TenantVerification found(Tenant tenant, VerifyReport report) {
    ExitCode exit = report.problem().map(LockstepException::exit).orElse(ExitCode.DONE);
    return new TenantVerification(
        tenant.name(),
        exit.code(),
        Optional.of(tenant.schema().isPresent() ? report.withoutOthersHomes() : report),
        Optional.empty());
  }

  static TenantVerification failed(Tenant tenant, LockstepException problem) {
    return new TenantVerification(
        tenant.name(), problem.exit().code(), Optional.empty(), Optional.of(problem.text()));
  }

  /**
   * The report for people: a summary, and below it a line for each finding, or what to do if it
   * could not be verified.
   */
  public List<String> lines() {
    List<String> why = reason.stream().flatMap(String::lines).toList();
    String is =
        report
            .map(VerifyReport::summary)
            .orElseGet(() -> "not verified (exit " + exitCode + "): " + why.get(0));
    return Stream.concat(
            Stream.of("tenant " + tenant + ": " + is),
            Stream.concat(
                    report.stream().flatMap(found -> found.lines().stream()), why.stream().skip(1))
                .map(line -> "  " + line))
        .toList();
  }
}
