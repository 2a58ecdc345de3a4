package io.lockstep.tenants.rollout;

import static io.lockstep.tenants.rollout.Tenancy.ofGeneration;
import static io.lockstep.tenants.rollout.Tenancy.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ManualClock;
import io.lockstep.ProcessClock;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.Turn;
import io.lockstep.run.report.MigrateRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Canaries and turns of a rollout, where several tenants are schemas of one database. */
class TenantSchemasInTurnTest extends ThreeSchemas {
  @Test
  void the_rest_waits_for_a_canary_although_another_schema_of_its_database_is_done() {
    run(ofGeneration("1", RolloutStage.CANARY, "b"));
    List<List<String>> meanwhile = new ArrayList<>();
    ManualClock waiting =
        new ManualClock(
            () -> {
              meanwhile.add(tables("tenant_c"));
              run(ofGeneration("1", RolloutStage.CANARY, "a"));
            });
    TenantsReport rest =
        tenancy.rollout(waiting, tenants).run(ofGeneration("1", RolloutStage.REST, "a"));
    assertThat(meanwhile).containsExactly(List.of());
    assertThat(rest.line()).isEqualTo("2 tenants: 1 done, 1 nothing to do");
  }

  @Test
  void a_late_pod_of_the_rest_s_older_job_does_nothing_in_a_database_that_canaries_share() {
    ProcessClock early = new ProcessClock(() -> Duration.ofMinutes(1));
    run(ofGeneration("1", RolloutStage.CANARY, "a"));
    run(ofGeneration("1", RolloutStage.REST, "a"));
    assertThat(
            results(
                tenancy
                    .rollout(early, tenants)
                    .run(ofJob("late", ofGeneration("1", RolloutStage.REST, "a")))))
        .containsExactly("superseded", "superseded");
  }

  @Test
  void the_second_turn_of_one_schema_does_not_stand_for_the_first_turn_of_another() {
    TenantsRequest all = ofGeneration("1", RolloutStage.ALL);
    tenancy.rollout(clock, tenants.subList(0, 1)).run(inTurn("1/2", all));
    tenancy.rollout(clock, tenants.subList(0, 1)).run(inTurn("2/2", all));
    assertThat(results(run(inTurn("1/2", all)))).containsExactly("done before", "done", "done");
  }

  @Test
  void a_schema_s_second_turn_waits_for_its_own_first_one_and_not_for_another_s() {
    TenantsRequest all = ofGeneration("1", RolloutStage.ALL);
    tenancy.rollout(clock, tenants.subList(0, 2)).run(inTurn("1/2", all));
    List<List<String>> meanwhile = new ArrayList<>();
    ManualClock waiting =
        new ManualClock(
            () -> {
              meanwhile.add(tables("tenant_c"));
              run(inTurn("1/2", all));
            });
    TenantsReport second = tenancy.rollout(waiting, tenants.subList(2, 3)).run(inTurn("2/2", all));
    assertThat(meanwhile).containsExactly(List.of());
    assertThat(results(second)).containsExactly("nothing to do");
  }

  private static TenantsRequest inTurn(String turn, TenantsRequest request) {
    RolloutContext context = request.each().rolloutContext().orElseThrow();
    return of(
        new RolloutContext(
            context.rollout(), Turn.parse(turn), Optional.of("uid-" + turn), context.current()),
        request);
  }

  private static TenantsRequest ofJob(String uid, TenantsRequest request) {
    RolloutContext context = request.each().rolloutContext().orElseThrow();
    return of(
        new RolloutContext(context.rollout(), context.turn(), Optional.of(uid), context.current()),
        request);
  }

  private static TenantsRequest of(RolloutContext context, TenantsRequest request) {
    MigrateRequest each = request.each();
    return new TenantsRequest(
        new MigrateRequest(
            each.targets(),
            each.options(),
            Optional.of(context),
            each.reader(),
            each.lockWait(),
            each.lease(),
            each.retries()),
        request.canaries(),
        request.wave(),
        request.share());
  }
}
