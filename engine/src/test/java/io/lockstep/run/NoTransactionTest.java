package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.Step;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.Retries;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.report.StepReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reindex table concurrently t;",
        "reindex index concurrently public.t_i;",
        "reindex (concurrently, verbose) table t;",
        "reindex table p;",
        "/* a */ alter table if exists only p detach partition p1 concurrently;",
        "cluster;",
        "cluster verbose;",
        "vacuum (analyze) t;",
        "call commits();",
        "set statement_timeout = '1min'; call commits(); reset statement_timeout;",
        "do $$ begin insert into t values (3); commit; end $$;",
        "do $$ begin insert into t values (3); commit; end $$; insert into t values (4);",
      })
  void what_can_not_run_in_a_transaction_runs_outside(String sql) {
    files()
        .file(
            "main/V2__p.sql",
            """
            create index t_i on t (v);
            create table p (v int) partition by range (v);
            create table p1 partition of p for values from (0) to (1);
            create index on p (v);
            create procedure commits() language plpgsql as $$ begin insert into t values (2); commit; end $$;
            """)
        .file("main/V3__x.sql", sql)
        .file("main/V4__y.sql", "create table y ();")
        .file("main/V5__z.sql", "create table z ();");
    assertThat(migrate("main latest").steps())
        .extracting(StepReport::script)
        .containsExactly("V1__t.sql", "V2__p.sql", "V3__x.sql", "V4__y.sql", "V5__z.sql");
    assertThat(migrate("main latest").result()).hasToString("nothing to do");
  }

  @Test
  void an_undo_script_that_commits_runs_outside_a_transaction() {
    files()
        .file("main/V2__p.sql", "create table p ();")
        .file("main/U2__p.sql", "do $$ begin drop table p; commit; end $$;");
    migrate("main latest");
    migrate("main 1");
    assertThat(database.fingerprint()).doesNotContain("table p");
  }

  @Test
  void a_script_that_has_done_something_is_told_how_to_run_outside_a_transaction() {
    files()
        .file(
            "main/V2__x.sql",
            "insert into t values (3);\ndo $$ begin insert into t values (4); commit; end $$;");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest")).text())
        .contains("V2__x.sql line 2", "rolled back", "-- lockstep: no-transaction");
    assertThat(database.jdbc().sql("select v from t").query(Integer.class).list())
        .containsExactly(1, 1);
  }

  @Test
  void a_script_without_one_may_have_transactions_of_its_own() {
    files()
        .file(
            "main/V2__x.sql",
            """
            -- lockstep: no-transaction
            begin;
            insert into t values (3);
            commit;
            vacuum t;
            begin;
            insert into t values (4);
            rollback;
            """);
    migrate("main latest");
    assertThat(database.jdbc().sql("select v from t order by 1").query(Integer.class).list())
        .containsExactly(1, 1, 3);
  }

  @Test
  void a_script_that_leaves_its_transaction_open_fails() {
    files()
        .file("main/V2__x.sql", "-- lockstep: no-transaction\nbegin;\ninsert into t values (3);");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest")).text())
        .contains("begins a transaction that it does not end");
    assertThat(database.jdbc().sql("select v from t").query(Integer.class).list())
        .containsExactly(1, 1);
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
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest")).text())
        .contains("V2__i.sql", "could not create unique index", "outside a transaction");
    String text = problem(ExitCode.REFUSED, () -> migrate("main latest")).text();
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
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest"));
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
      Patience.await().until(() -> waiting() == 1);
      old.commit();
      assertThat(run.join().result()).hasToString("done");
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
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest")).text())
        .contains("division by zero", "part of it may be done");
  }
}
