package io.lockstep.tenants.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import io.lockstep.database.Settings;
import io.lockstep.network.Network;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schemas of one database go one after the other, under one lock. */
class OneLockTest extends SchemasThroughNetwork {
  @Test
  void the_lock_is_taken_once_for_all_that_have_something_to_do() {
    assertThat(results(run(RunListener.NONE))).containsExactly("done", "done", "done");
    assertThat(LOCK.matcher(network.sent()).results()).hasSize(1);
    assertThat(leases()).isZero();
    assertThat(tables())
        .containsExactlyInAnyOrder("a.a", "a.b", "a.c", "b.a", "b.b", "b.c", "c.a", "c.b", "c.c");
  }

  @Test
  void the_lock_is_held_from_the_first_one_to_the_last() {
    long[] held = new long[2];
    run(
        event -> {
          if (event instanceof RunEvent.Ended) {
            held[0] += leases();
            held[1]++;
          }
        });
    assertThat(held).containsExactly(3, 3);
  }

  @Test
  void schemas_with_nothing_to_do_need_one_connection_and_no_lock() throws IOException {
    run(RunListener.NONE);
    network.close();
    network = Network.to(TestDatabase.port());
    assertThat(results(run(RunListener.NONE)))
        .containsExactly("nothing to do", "nothing to do", "nothing to do");
    assertThat(network.wires()).hasSize(1);
    assertThat(LOCK.matcher(network.sent()).results()).isEmpty();
  }

  @Test
  void one_that_fails_leaves_the_lock_to_the_next_one() {
    database.jdbc().sql("create type b.b as enum ()").update();
    TenantsReport report = run(RunListener.NONE);
    assertThat(results(report)).containsExactly("done", "failed", "done");
    assertThat(report.tenants().get(1).exitCode()).isEqualTo(ExitCode.MIGRATION_FAILED.code());
    assertThat(LOCK.matcher(network.sent()).results()).hasSize(1);
    assertThat(leases()).isZero();
  }

  @Test
  void a_lock_that_is_lost_between_two_of_them_is_taken_again() {
    boolean[] cut = new boolean[1];
    TenantsReport report =
        run(
            event -> {
              if (event instanceof RunEvent.Ended && !cut[0]) {
                cut[0] = true;
                network.cut();
              }
            });
    assertThat(results(report)).containsExactly("done", "done", "done");
    assertThat(LOCK.matcher(network.sent()).results()).hasSizeGreaterThan(1);
    assertThat(leases()).isZero();
  }

  @Test
  void an_app_that_goes_on_after_a_lost_connection_is_reported_once() {
    boolean[] cut = new boolean[1];
    TenantsReport report =
        run(
            event -> {
              if (event instanceof RunEvent.StepBegan && !cut[0]) {
                cut[0] = true;
                network.cut();
              }
            });
    assertThat(report.tenants())
        .allSatisfy(
            tenant ->
                assertThat(tenant.apps())
                    .containsExactly(new TenantReport.AppChange("main", "zero", "0003")));
  }

  @Test
  void after_sigterm_the_lock_is_free() {
    TenantsReport report =
        run(
            event -> {
              if (event instanceof RunEvent.StepBegan) {
                clock.stop();
              }
            });
    assertThat(results(report)).containsExactly("stopped");
    assertThat(report.notBegun()).containsExactly("b", "c");
    assertThat(leases()).isZero();
  }

  @Test
  void a_database_that_is_away_is_waited_for_once() {
    Settings away =
        new Settings("localhost", 1, "x", "x", "x", database.settings().tls(), "public");
    TenantsReport report = run(RunListener.NONE, away);
    assertThat(report.tenants()).extracting(TenantReport::exitCode).containsOnly(6).hasSize(3);
  }

  private TenantsReport run(RunListener listener) {
    return run(listener, network.through(database.settings()));
  }

  private TenantsReport run(RunListener listener, Settings own) {
    return run(listener, own, MigrateRequest.of(List.of("main latest")));
  }

  private List<String> tables() {
    return database
        .jdbc()
        .sql(
            "select schemaname || '.' || tablename from pg_tables where schemaname in ('a', 'b', 'c') and tablename in ('a', 'b', 'c')")
        .query(String.class)
        .list();
  }
}
