package io.lockstep.tenants.rollout;

import static io.lockstep.Asking.problem;
import static io.lockstep.tenants.rollout.Tenancy.ofGeneration;
import static io.lockstep.tenants.rollout.Tenancy.ofTurn;
import static io.lockstep.tenants.rollout.Tenancy.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.ManualClock;
import io.lockstep.ProcessClock;
import io.lockstep.rollout.Turn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several databases with one schema: each for itself, and canaries before the others. */
class TenantRolloutTest {
  @TempDir private Path db;
  private final ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
  private Tenancy tenancy;

  @BeforeEach
  void fourTenants() {
    tenancy = new Tenancy(db, "a", "b", "c", "d");
  }

  @Test
  void all_tenants_reach_the_target_and_the_own_database_is_left_alone() {
    TenantsReport report = run(request(RolloutStage.ALL, Optional.empty()));
    assertThat(report.problem()).isEmpty();
    assertThat(report.line()).isEqualTo("4 tenants: 4 done");
    assertThat(report.tenants().get(0).line())
        .matches("tenant a: done, [0-9]+ ms, main from zero to 0003");
    assertThat(tenancy.databases.keySet()).allMatch(name -> tenancy.at(name).equals("0003"));
    assertThat(tenancy.own.fingerprint()).doesNotContain("relation a ");
  }

  @Test
  void one_tenant_that_fails_stops_no_other_and_the_next_run_does_only_what_is_left() {
    tenancy.spoil("b");
    TenantsReport report = run(request(RolloutStage.ALL, Optional.empty()));
    assertThat(results(report)).containsExactly("done", "failed", "done", "done");
    assertThat(report.line()).isEqualTo("4 tenants: 3 done, 1 failed");
    LockstepException problem = report.problem().orElseThrow();
    assertThat(problem.exit()).isEqualTo(ExitCode.MIGRATION_FAILED);
    assertThat(problem.text()).contains("1 of 4 did not get there: b (exit 4)");
    assertThat(report.tenants().get(1).line())
        .contains("main from zero to 0003: ")
        .contains("V0002");

    tenancy.fix("b");
    TenantsReport again = run(request(RolloutStage.ALL, Optional.empty()));
    assertThat(results(again))
        .containsExactly("nothing to do", "done", "nothing to do", "nothing to do");
    assertThat(again.tenants().get(1).apps())
        .containsExactly(new TenantReport.AppChange("main", "0001", "0003"));
  }

  @Test
  void an_exit_code_that_trying_again_may_help_with_wins() {
    tenancy.spoil("a");
    TenantsReport report =
        tenancy
            .rollout(clock, List.of(tenancy.tenants().get(0), Tenancy.away("z")))
            .run(request(RolloutStage.ALL, Optional.empty()));
    assertThat(results(report)).containsExactly("failed", "failed");
    assertThat(report.problem().orElseThrow().exit()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void in_one_process_a_canary_that_fails_leaves_the_others_as_they_are() {
    tenancy.spoil("c");
    TenantsReport report = run(request(RolloutStage.ALL, Optional.empty(), "c"));
    assertThat(results(report)).containsExactly("failed");
    assertThat(report.notBegun()).containsExactly("a", "b", "d");
    assertThat(report.line()).isEqualTo("4 tenants: 1 failed, 3 not begun");
    assertThat(tenancy.at("a")).isEqualTo("zero");
  }

  @Test
  void a_canary_that_a_newer_rollout_has_leaves_the_others_to_that_one() {
    run(ofGeneration("2", RolloutStage.CANARY, "a"));
    ProcessClock early = new ProcessClock(() -> Duration.ofMinutes(1));
    TenantsReport older = tenancy.rollout(early).run(ofGeneration("1", RolloutStage.ALL, "a"));
    assertThat(results(older)).containsExactly("superseded");
    assertThat(older.notBegun()).containsExactly("b", "c", "d");
    assertThat(older.problem()).isEmpty();
    assertThat(tenancy.at("b")).isEqualTo("zero");
  }

  @Test
  void the_rest_waits_for_the_canaries_of_its_own_generation() {
    run(ofGeneration("1", RolloutStage.CANARY, "a"));
    List<String> meanwhile = new ArrayList<>();
    ManualClock waiting =
        new ManualClock(
            () -> {
              meanwhile.add(tenancy.at("b"));
              run(ofGeneration("2", RolloutStage.CANARY, "a"));
            });
    TenantsReport rest = tenancy.rollout(waiting).run(ofGeneration("2", RolloutStage.REST, "a"));
    assertThat(meanwhile).containsExactly("zero");
    assertThat(results(rest)).containsExactly("done", "done", "done");
  }

  @Test
  void the_rest_of_the_contract_steps_waits_for_the_canaries_to_have_taken_theirs() {
    Turn first = new Turn(1, 2);
    Turn contract = new Turn(2, 2);
    run(ofTurn(first, "1", RolloutStage.CANARY, "a"));
    run(ofTurn(first, "1", RolloutStage.REST, "a"));
    List<String> meanwhile = new ArrayList<>();
    ManualClock waiting =
        new ManualClock(
            () -> {
              meanwhile.add("waited");
              run(ofTurn(contract, "1", RolloutStage.CANARY, "a"));
            });
    tenancy.rollout(waiting).run(ofTurn(contract, "1", RolloutStage.REST, "a"));
    assertThat(meanwhile).containsExactly("waited");
  }

  @Test
  void the_rest_does_nothing_after_a_canary_that_failed_until_a_later_generation_mends_it() {
    tenancy.spoil("a");
    run(ofGeneration("1", RolloutStage.CANARY, "a"));
    ProcessClock before = new ProcessClock(() -> Duration.ofMinutes(1));
    LockstepException problem =
        problem(
            ExitCode.CANARY_FAILED,
            () -> tenancy.rollout(before).run(ofGeneration("1", RolloutStage.REST, "a")));
    assertThat(problem.text()).contains("the canary a ended with 4").contains("V0002");
    assertThat(tenancy.at("b")).isEqualTo("zero");

    tenancy.fix("a");
    run(ofGeneration("2", RolloutStage.CANARY, "a"));
    assertThat(results(run(ofGeneration("2", RolloutStage.REST, "a"))))
        .containsExactly("done", "done", "done");
  }

  @Test
  void the_rest_waits_for_the_next_run_of_a_canary_that_failed_before_it_came() {
    tenancy.spoil("a");
    run(ofGeneration("1", RolloutStage.CANARY, "a", "b"));
    tenancy.fix("a");
    List<String> meanwhile = new ArrayList<>();
    ManualClock waiting =
        new ManualClock(
            () -> {
              meanwhile.add(tenancy.at("c"));
              run(ofGeneration("1", RolloutStage.CANARY, "a", "b"));
            });
    assertThat(
            results(tenancy.rollout(waiting).run(ofGeneration("1", RolloutStage.REST, "a", "b"))))
        .containsExactly("done", "done");
    assertThat(meanwhile).containsExactly("zero");
  }

  @Test
  void the_rest_ends_when_a_canary_that_failed_before_it_came_fails_again() {
    tenancy.spoil("a");
    run(ofGeneration("1", RolloutStage.CANARY, "a"));
    ManualClock waiting = new ManualClock(() -> run(ofGeneration("1", RolloutStage.CANARY, "a")));
    problem(
        ExitCode.CANARY_FAILED,
        () -> tenancy.rollout(waiting).run(ofGeneration("1", RolloutStage.REST, "a")));
    assertThat(tenancy.at("b")).isEqualTo("zero");
  }

  @Test
  void a_newer_rollout_ends_the_wait_for_canaries() {
    run(ofGeneration("1", RolloutStage.CANARY, "a"));
    ManualClock waiting = new ManualClock(() -> run(ofGeneration("3", RolloutStage.CANARY, "a")));
    assertThat(tenancy.rollout(waiting).run(ofGeneration("2", RolloutStage.REST, "a")))
        .isEqualTo(TenantsReport.NOTHING);
    assertThat(waiting.elapsed()).as("it has waited").isPositive();
    assertThat(tenancy.at("b")).isEqualTo("zero");
  }

  @Test
  void shares_together_are_all_tenants_and_an_index_alone_is_the_one_at_its_place() {
    assertThat(
            run(request(RolloutStage.ALL, Optional.of(new Shard(2, Optional.empty())))).tenants())
        .extracting(TenantReport::tenant)
        .containsExactly("c");
    List<String> shared = new ArrayList<>();
    for (int index = 0; index < 3; index++) {
      run(request(RolloutStage.ALL, Optional.of(new Shard(index, Optional.of(3)))))
          .tenants()
          .forEach(tenant -> shared.add(tenant.tenant()));
    }
    assertThat(shared).containsExactlyInAnyOrder("a", "b", "c", "d");
    problem(
        ExitCode.USAGE,
        () -> run(request(RolloutStage.ALL, Optional.of(new Shard(4, Optional.empty())))));
  }

  @Test
  void after_sigterm_the_tenants_that_follow_are_not_begun() {
    clock.stop();
    TenantsReport report = run(request(RolloutStage.ALL, Optional.empty()));
    assertThat(results(report)).containsExactly("stopped");
    assertThat(report.notBegun()).containsExactly("b", "c", "d");
    assertThat(report.problem().orElseThrow().exit()).isEqualTo(ExitCode.TERMINATED);
  }

  @Test
  void a_canary_that_is_no_tenant_is_refused_before_anything_is_done() {
    assertThat(
            problem(ExitCode.USAGE, () -> run(request(RolloutStage.ALL, Optional.empty(), "x")))
                .text())
        .contains("the canary x: there is no such tenant");
    assertThat(tenancy.at("a")).isEqualTo("zero");
  }

  private TenantsReport run(TenantsRequest request) {
    return tenancy.rollout(clock).run(request);
  }

  private static List<String> results(TenantsReport report) {
    return report.tenants().stream().map(tenant -> tenant.result().toString()).toList();
  }
}
