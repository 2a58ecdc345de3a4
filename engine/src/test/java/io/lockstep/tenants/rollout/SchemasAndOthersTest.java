package io.lockstep.tenants.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Asking;
import io.lockstep.ManualClock;
import io.lockstep.Patience;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What the schemas of one database have to do with others: rollouts, a reader, a lost server. */
class SchemasAndOthersTest extends SchemasThroughNetwork {
  @Test
  void a_newer_rollout_that_waits_gets_the_lock_after_the_tenant_under_way() throws Exception {
    FutureTask<TenantsReport> newer =
        new FutureTask<>(() -> run(RunListener.NONE, database.settings(), ofRollout(2)));
    TenantsReport older =
        run(
            event -> {
              if (event instanceof RunEvent.StepBegan && !newer.isDone() && !isWaiting()) {
                new Thread(newer).start();
                Patience.await().until(this::isWaiting);
              }
            },
            database.settings(),
            ofRollout(1));
    assertThat(results(older)).containsExactly("done", "superseded", "superseded");
    assertThat(older.problem()).isEmpty();
    assertThat(results(newer.get())).containsExactly("nothing to do", "done", "done");
    assertThat(leases()).isZero();
  }

  /** A waiter's notice is a lock that it shares; the holder's own is exclusive. */
  private boolean isWaiting() {
    return database
        .jdbc()
        .sql(
            "select exists (select from pg_locks where locktype = 'advisory' and objsubid = 2 and mode = 'ShareLock' and database = (select oid from pg_database where datname = current_database()))")
        .query(Boolean.class)
        .single();
  }

  private static MigrateRequest ofRollout(long number) {
    MigrateRequest plain = MigrateRequest.of(List.of("main latest"));
    return new MigrateRequest(
        plain.targets(),
        plain.options(),
        Optional.of(new RolloutContext(new Rollout.Revision("shop/r", number), Optional.empty())),
        plain.reader(),
        plain.lockWait(),
        plain.lease(),
        plain.retries());
  }

  @Test
  void a_reader_s_password_is_set_once_and_its_rights_are_looked_at_in_each() throws IOException {
    String role = "reader_" + database.name();
    run(RunListener.NONE, database.settings(), readBy(role, "first"));
    database.jdbc().sql("revoke select on c.main_schema_history from " + role).update();
    String before = verifier(role);
    TenantsReport again =
        run(RunListener.NONE, network.through(database.settings()), readBy(role, "second"));
    assertThat(results(again)).containsExactly("nothing to do", "nothing to do", "nothing to do");
    assertThat(verifier(role)).isNotEqualTo(before);
    assertThat(LOCK.matcher(network.sent()).results()).as("by a, and by c").hasSize(2);
    assertThat(
            database
                .jdbc()
                .sql("select has_table_privilege(:role, 'c.main_schema_history', 'select')")
                .param("role", role)
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  private String verifier(String role) {
    return database
        .jdbc()
        .sql("select rolpassword from pg_authid where rolname = :role")
        .param("role", role)
        .query(String.class)
        .single();
  }

  private static MigrateRequest readBy(String role, String password) {
    return Asking.with(new Reader(role, password), "main latest");
  }

  @Test
  void a_database_that_goes_away_in_the_middle_is_waited_for_once() {
    ManualClock waiting = new ManualClock(() -> {});
    Duration wait = Duration.ofMinutes(1);
    TenantsReport report =
        run(
            event -> {
              if (event instanceof RunEvent.Ended) {
                closed();
              }
            },
            new Connector(network.through(database.settings()), waiting, wait),
            MigrateRequest.of(List.of("main latest")),
            waiting);
    assertThat(report.tenants()).extracting(TenantReport::exitCode).containsExactly(0, 6, 6);
    assertThat(waiting.elapsed()).isBetween(wait, wait.multipliedBy(2).minusSeconds(1));
  }

  private void closed() {
    try {
      network.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
