package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Exit;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.Step;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that PostgreSQL does not allow in a transaction. */
class NoTransactionTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void table() {
    files()
        .file("main/V1__t.sql", "create table t (v int);\ninsert into t values (1), (1);")
        .file("main/U1__t.sql", "drop table t;");
  }

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private RunReport migrate(String target) {
    return database.lockstep(folder).migrate(targets(target));
  }

  private void index(String sql) {
    files()
        .file("main/V2__i.sql", sql)
        .file("main/U2__i.sql", "drop index concurrently if exists t_v_idx;");
  }

  @Test
  void an_index_is_built_and_dropped_concurrently() {
    index("create index concurrently t_v_idx on t (v);");
    migrate("main latest");
    assertThat(database.fingerprint()).contains("t_v_idx");
    migrate("main 1");
    assertThat(database.fingerprint()).doesNotContain("t_v_idx");
    migrate("main latest");
    migrate("main zero");
    assertThat(database.fingerprint()).isEmpty();
  }

  @Test
  void flyways_conf_file_counts_too() {
    files()
        .file("main/V2__v.sql", "vacuum t;\nselect 1;")
        .file("main/V2__v.sql.conf", "executeInTransaction=false");
    assertThat(
            database
                .lockstep(folder)
                .plan(List.of("main latest"), PlanOptions.STRICT)
                .get(0)
                .steps())
        .map(Step::noTransaction)
        .containsExactly(false, true);
    migrate("main latest");
  }

  @Test
  void a_value_is_added_to_an_enum_and_used_in_the_same_file() {
    files()
        .file(
            "main/V2__e.sql",
            "-- lockstep: no-transaction\ncreate type e as enum ('a');\nalter type e add value 'b';\ncreate table u (e e default 'b');")
        .file("main/U2__e.sql", "drop table u; drop type e;");
    migrate("main latest");
    migrate("main zero");
    assertThat(database.fingerprint()).isEmpty();
  }

  @Test
  void an_index_left_invalid_is_named_with_the_way_to_repair_it() {
    index("create unique index concurrently if not exists t_v_idx on t (v);");
    assertThat(problem(Exit.MIGRATION_FAILED, () -> migrate("main latest")).text())
        .contains("V2__i.sql", "could not create unique index", "outside a transaction");
    String text = problem(Exit.REFUSED, () -> migrate("main latest")).text();
    assertThat(text)
        .contains("t_v_idx", "INVALID", "DROP INDEX CONCURRENTLY \"public\".\"t_v_idx\"");
    database.jdbc().sql("drop index t_v_idx").update();
    database.jdbc().sql("delete from t where ctid = '(0,1)'").update();
    migrate("main latest");
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("2");
  }

  @Test
  void a_script_that_drops_its_remains_first_heals_itself() {
    index(
        "drop index concurrently if exists t_v_idx;\ncreate unique index concurrently t_v_idx on t (v);");
    problem(Exit.MIGRATION_FAILED, () -> migrate("main latest"));
    database.jdbc().sql("delete from t where ctid = '(0,1)'").update();
    migrate("main latest");
    assertThat(database.fingerprint())
        .contains("t_v_idx")
        .doesNotContain("t_v_idx ON public.t USING btree (v) false");
  }

  @Test
  void it_waits_for_old_transactions_instead_of_giving_up_half_way() throws SQLException {
    index("create index concurrently t_v_idx on t (v);");
    migrate("main 1");
    try (Connection old = database.connect()) {
      old.setAutoCommit(false);
      old.createStatement().execute("select * from t");
      MigrateRequest impatient = with(new Retries(Duration.ofMillis(50), 1), "main latest");
      CompletableFuture<RunReport> run =
          CompletableFuture.supplyAsync(() -> database.lockstep(folder).migrate(impatient));
      Awaitility.await().until(() -> waiting() == 1);
      old.commit();
      assertThat(run.join().result()).isEqualTo("done");
    }
  }

  private int waiting() {
    return database
        .jdbc()
        .sql(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
        .query(Integer.class)
        .single();
  }

  @Test
  void why_a_step_failed_is_told_although_the_audit_can_not_be_written() {
    files()
        .file(
            "main/V2__f.sql",
            "-- lockstep: no-transaction\nalter table lockstep.run rename to elsewhere;\nselect 1/0;");
    assertThat(problem(Exit.MIGRATION_FAILED, () -> migrate("main latest")).text())
        .contains("division by zero", "part of it may be done");
  }
}
