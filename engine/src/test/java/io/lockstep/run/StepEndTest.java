package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a step's transaction ends, and what is said of it (rules 1 and 2). */
class StepEndTest {
  private static final Duration LEASE = Duration.ofSeconds(2);

  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void table() {
    files()
        .file(
            "main/V1__t.sql",
            """
            create table t (v int, constraint v_is_positive unique (v) deferrable initially deferred);
            create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(3); return null; end $$;
            create constraint trigger slow after insert on t deferrable initially deferred for each row execute function slow();
            """)
        .file("main/U1__t.sql", "drop table t; drop function slow();");
  }

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private RunReport migrate(String target) {
    return database.lockstep(folder).migrate(targets(target));
  }

  private void migrateWithAShortLease(String target) {
    database.lockstep(folder).migrate(with(LEASE, target));
  }

  private String current() {
    return database.lockstep(folder).list().apps().get(0).current();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into t values (1);",
        "declare c cursor with hold for select pg_sleep(3);",
        "set role pg_database_owner; reset role; insert into t values (2);",
      })
  void a_step_whose_end_takes_longer_than_the_lease_is_applied(String sql) {
    migrate("main 1");
    files().file("main/V2__slow.sql", sql);
    migrateWithAShortLease("main 2");
    assertThat(current()).isEqualTo("2");
    assertThat(database.runResults()).containsExactly("done", "done");
  }

  @Test
  void an_undo_whose_end_takes_longer_than_the_lease_is_done() {
    files()
        .file("main/V2__a.sql", "create table a ();")
        .file("main/U2__a.sql", "drop table a; insert into t values (1);");
    migrate("main 2");
    migrateWithAShortLease("main 1");
    assertThat(current()).isEqualTo("1");
  }

  @Test
  void a_deferred_constraint_that_is_not_fulfilled_fails_its_step_before_the_commit() {
    migrate("main 1");
    database.jdbc().sql("drop trigger slow on t").update();
    files().file("main/V2__twice.sql", "insert into t values (1), (1);");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main 2")).text())
        .contains("V2__twice.sql", "v_is_positive", "23505", "rolled back");
    assertThat(database.jdbc().sql("select * from t").query().listOfRows()).isEmpty();
    assertThat(database.runResults()).containsExactly("done", "failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void a_step_is_applied_and_undone_whatever_the_databases_isolation_is(String isolation) {
    database
        .jdbc()
        .sql(
            "alter database %s set default_transaction_isolation = '%s'"
                .formatted(database.name(), isolation))
        .update();
    files()
        .file(
            "main/V2__isolation.sql",
            "create table i as select current_setting('transaction_isolation') as name, pg_sleep(2)::text;")
        .file("main/U2__isolation.sql", "select pg_sleep(2); drop table i;");
    migrateWithAShortLease("main 2");
    assertThat(database.jdbc().sql("select name from i").query(String.class).single())
        .as("the script runs under what the administrator has set")
        .isEqualTo(isolation);
    migrateWithAShortLease("main zero");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into u values (e'it\\'s'); commit;",
        "prepare p (text) as insert into u values ($1); rollback;",
        "-- a\rrollback and chain;",
        "insert into u values ('a')\\; commit;",
        "create function begin() returns int language sql as 'select 1'; commit; end;",
        "select (1); end",
      })
  void a_script_that_ends_its_transaction_is_refused_before_anything_is_run(String sql) {
    migrate("main 1");
    database.jdbc().sql("create table u (v text)").update();
    files().file("main/V2__u.sql", "insert into u values ('first');\n" + sql + "\n");
    assertThat(problem(ExitCode.REFUSED, () -> migrate("main 2")).text())
        .containsPattern("V2__u.sql line 2 says (COMMIT|ROLLBACK|END)");
    assertThat(database.jdbc().sql("select v from u").query(String.class).list()).isEmpty();
    assertThat(current()).isEqualTo("1");
  }

  /** Only the server knows by then how a backslash is meant. */
  @Test
  void a_commit_that_only_the_scripts_own_settings_show_is_refused_when_its_turn_comes() {
    migrate("main 1");
    database.jdbc().sql("create table u (v text)").update();
    files()
        .file(
            "main/V2__u.sql",
            """
            select set_config('standard_' || 'conforming_strings', 'off', true);
            insert into u values ('it\\''); commit; insert into u values ('2');
            """);
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main 2")).text())
        .contains("V2__u.sql line 2", "COMMIT", "The step was rolled back");
    assertThat(database.jdbc().sql("select v from u").query(String.class).list()).isEmpty();
    assertThat(current()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from lockstep.lease;",
        "truncate lockstep.lease;",
        "update lockstep.lease set token = 'another';",
        "update lockstep.lease set lock_until = now();",
      })
  void a_script_that_takes_the_lease_away_is_named_and_no_other_run_is_blamed(String sql) {
    migrate("main 1");
    files().file("main/V2__u.sql", "create table u ();\n" + sql);
    assertThat(problem(ExitCode.LOCK_NOT_OBTAINED, () -> migrate("main 2")).text())
        .contains("V2__u.sql", "lockstep.lease", "The step was rolled back")
        .doesNotContain("stood still");
    assertThat(current()).isEqualTo("1");
    files().file("main/V2__u.sql", "create table u ();");
    migrate("main 2");
    assertThat(current()).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table public.main_schema_history;",
        "create schema s; alter table main_schema_history set schema s;",
        "alter table main_schema_history rename to h;",
        "drop schema public cascade; create schema public;",
        "-- lockstep: no-transaction\nalter table main_schema_history rename to h;",
      })
  void a_script_that_takes_the_history_table_away_is_named(String sql) {
    migrate("main 1");
    files().file("main/V2__u.sql", "create table u ();").file("main/V3__h.sql", sql);
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main 3")).text())
        .contains(
            "V3__h.sql",
            ": the script has dropped or moved the history table",
            "main_schema_history")
        .doesNotContain("callback");
  }

  @Test
  void a_history_table_that_another_session_takes_away_is_not_laid_to_the_script() {
    migrate("main 1");
    files().file("main/V2__u.sql", "create table u ();");
    RunListener other =
        event -> {
          if (event instanceof RunEvent.StepBegan) {
            database.jdbc().sql("alter table main_schema_history rename to h").update();
          }
        };
    ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
    Lockstep lockstep =
        new Lockstep(
            new Connector(database.settings(), clock, Duration.ofSeconds(10)),
            CatalogReader.read(folder),
            clock,
            other);
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> lockstep.migrate(targets("main 2"))).text())
        .contains("V2__u.sql", "another session has dropped or moved the history table")
        .contains("main_schema_history", "The step was rolled back", "Put it back")
        .doesNotContain("Correct the file");
  }

  @Test
  void an_undo_script_that_takes_the_history_table_away_is_named() {
    files()
        .file("main/V2__u.sql", "create table u ();")
        .file("main/U2__u.sql", "drop table u, main_schema_history;");
    migrate("main 2");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main 1")).text())
        .contains(
            "U2__u.sql", "has dropped or moved the history table", "The step was rolled back");
    assertThat(current()).isEqualTo("2");
  }

  @Test
  void a_script_may_free_all_locks_and_settings_of_its_session() {
    files()
        .file("main/V2__a.sql", "create table a (); select pg_advisory_unlock_all();")
        .file("main/U2__a.sql", "drop table a; select pg_advisory_unlock_all();")
        .file("main/V3__d.sql", "-- lockstep: no-transaction\ndiscard all;")
        .file("main/U3__d.sql", "-- lockstep: no-transaction\ndiscard all;")
        .file("main/V4__b.sql", "create table b ();")
        .file("main/U4__b.sql", "drop table b;");
    assertThat(migrate("main 4").steps()).hasSize(4);
    migrate("main zero");
    assertThat(database.fingerprint()).isEmpty();
  }

  @Test
  void a_statement_without_a_transaction_is_not_begun_once_the_lease_is_over() {
    migrate("main 1");
    files()
        .file(
            "main/V2__late.sql",
            "-- lockstep: no-transaction\nupdate lockstep.lease set lock_until = now();\ncreate table late ();\n");
    assertThat(problem(ExitCode.LOCK_NOT_OBTAINED, () -> migrate("main 2")).text())
        .contains("lock was lost", "part of it may be done");
    assertThat(database.fingerprint()).doesNotContain("relation late");
  }

  @Test
  void a_run_holds_no_advisory_lock_beside_its_own() {
    migrate("main 1");
    files()
        .file(
            "main/V2__l.sql",
            "create table l as select count(*) as n from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database());");
    database.lockstep(folder).migrate(targets("main 2"));
    assertThat(database.jdbc().sql("select n from l").query(Integer.class).single()).isEqualTo(1);
  }
}
