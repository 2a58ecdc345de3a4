package io.lockstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lockstep.database.Reader;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.contract.ContractPhase;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.Retries;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Short ways to ask for a run, and to expect that it fails. */
public final class Asking {
  private Asking() {}

  /** These targets with the defaults. */
  public static MigrateRequest targets(String... targets) {
    return MigrateRequest.of(List.of(targets));
  }

  /** One target of a rollout. */
  public static MigrateRequest in(RolloutContext rolloutContext, String target) {
    return request(PlanOptions.STRICT, Optional.of(rolloutContext), Retries.DEFAULT, target);
  }

  /** One target, after which this role can read. */
  public static MigrateRequest with(Reader reader, String target) {
    MigrateRequest plain = targets(target);
    return copy(plain, Optional.of(reader), plain.lockWait(), plain.lease());
  }

  /** One target, with this lease. */
  public static MigrateRequest with(Duration lease, String target) {
    MigrateRequest plain = targets(target);
    return copy(plain, plain.reader(), plain.lockWait(), lease);
  }

  /** One target, whose run does not wait for the lock. */
  public static MigrateRequest withoutWait(String target) {
    MigrateRequest plain = targets(target);
    return copy(plain, plain.reader(), Duration.ZERO, plain.lease());
  }

  private static MigrateRequest copy(
      MigrateRequest plain, Optional<Reader> reader, Duration lockWait, Duration lease) {
    return new MigrateRequest(
        plain.targets(),
        plain.options(),
        plain.rolloutContext(),
        reader,
        lockWait,
        lease,
        plain.retries());
  }

  /** One target, with a way out of a refusal. */
  public static MigrateRequest with(PlanOptions options, String target) {
    return request(options, Optional.empty(), Retries.DEFAULT, target);
  }

  /** One target, with little patience for locks. */
  public static MigrateRequest with(Retries retries, String target) {
    return request(PlanOptions.STRICT, Optional.empty(), retries, target);
  }

  private static MigrateRequest request(
      PlanOptions options,
      Optional<RolloutContext> rolloutContext,
      Retries retries,
      String target) {
    return new MigrateRequest(
        List.of(target),
        options,
        rolloutContext,
        Optional.empty(),
        Duration.ofSeconds(10),
        MigrateRequest.DEFAULT_LEASE,
        retries);
  }

  /** In this phase of a rollout. */
  public static PlanOptions in(ContractPhase phase) {
    return PlanOptions.STRICT.in(phase);
  }

  /** Accepts that this version's script has changed. */
  public static PlanOptions acceptChanged(String version) {
    return new PlanOptions(
        Set.of(Version.of(version)),
        Set.of(),
        Set.of(),
        false,
        Set.of(),
        ContractPhase.BEFORE_ROLLOUT);
  }

  /** Accepts what is there of this version's step, which did not end. */
  public static PlanOptions acceptUnfinished(String version) {
    return new PlanOptions(
        Set.of(),
        Set.of(Version.of(version)),
        Set.of(),
        false,
        Set.of(),
        ContractPhase.BEFORE_ROLLOUT);
  }

  /** Prefers this version's undo file to the stored script. */
  public static PlanOptions undoFromFile(String version) {
    return new PlanOptions(
        Set.of(),
        Set.of(),
        Set.of(Version.of(version)),
        false,
        Set.of(),
        ContractPhase.BEFORE_ROLLOUT);
  }

  /** Has this app begin at zero, whatever is there. */
  public static PlanOptions fromZero(String app) {
    return new PlanOptions(
        Set.of(),
        Set.of(),
        Set.of(),
        false,
        Set.of(new AppName(app)),
        ContractPhase.BEFORE_ROLLOUT);
  }

  /** Allows versions below the current one. */
  public static PlanOptions outOfOrder() {
    return new PlanOptions(
        Set.of(), Set.of(), Set.of(), true, Set.of(), ContractPhase.BEFORE_ROLLOUT);
  }

  /** The problem that this ends with, which must be of this kind and fit on three lines. */
  public static LockstepException problem(ExitCode exit, Runnable body) {
    Throwable thrown = catchThrowable(body::run);
    assertThat(thrown).isInstanceOf(LockstepException.class);
    LockstepException problem = (LockstepException) thrown;
    assertThat(problem.exit()).as(problem.text()).isEqualTo(exit);
    assertThat(problem.text().lines().count()).as(problem.text()).isLessThanOrEqualTo(3);
    return problem;
  }
}
