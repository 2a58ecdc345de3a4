package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.report.StepReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a run whose sessions or lease go away in the middle of a step. */
class LostConnectionTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  /** A migration that ends all of Lockstep's other sessions and then its own, but only once. */
  private void cutOnceIn(String file) {
    database.jdbc().sql("create schema outside").update();
    database.jdbc().sql("create sequence outside.tries").update();
    new MigrationFolder(folder)
        .threeTables()
        .file(
            file,
            """
            create table b (id int);
            select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and application_name like 'lockstep %'
               and nextval('outside.tries') <= 1;
            select pg_terminate_backend(pg_backend_pid()) where currval('outside.tries') <= 1;
            """);
  }

  @Test
  void a_run_that_loses_its_connections_looks_what_has_committed_and_goes_on() {
    cutOnceIn("main/V0002__b.sql");
    RunReport report = database.lockstep(folder).migrate(targets("main latest"));
    assertThat(report.result()).hasToString("done");
    assertThat(report.steps())
        .map(StepReport::script)
        .containsExactly("V0001__a.sql", "V0002__b.sql", "V0003__c.sql");
    assertThat(database.runResults()).containsExactly("died", "done");
    assertThat(
            database
                .jdbc()
                .sql("select reason from lockstep.run where result = 'died'")
                .query(String.class)
                .single())
        .contains("the connection broke", "the same process");
  }

  @Test
  void a_script_that_ends_its_own_session_each_time_is_told_of_once() {
    new MigrationFolder(folder)
        .threeTables()
        .file("main/V0002__b.sql", "select pg_terminate_backend(pg_backend_pid());");
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("V0002__b.sql line 1 (select pg_terminate_backend", "6 times")
        .contains("V0002__b.sql was rolled back")
        .doesNotContain("not known");
  }

  /** Reading it keeps a session idle for more than a millisecond, also in psql. */
  private static final String LONG_COMMENT = "-- a comment of a book's length\n".repeat(300_000);

  @ParameterizedTest
  @ValueSource(
      strings = {"set idle_session_timeout", "begin; set idle_in_transaction_session_timeout"})
  void a_step_without_a_transaction_that_lets_its_idle_session_end_is_not_done_again(String set) {
    String script =
        "-- lockstep: no-transaction\n%s table b;\n%s = 1;\n%sselect 1;\n"
            .formatted("%s", set, LONG_COMMENT);
    new MigrationFolder(folder)
        .file(
            "main/V0001__a.sql", script.formatted("create").replace("table b", "table b (id int)"))
        .file("main/U0001__a.sql", script.formatted("drop"));
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("V0001__a.sql", "terminating connection due to idle-", "part of it may be done")
        .contains("idle_session_timeout", "idle_in_transaction_session_timeout")
        .doesNotContain("network");
    assertThat(database.fingerprint()).contains("relation b ");

    new MigrationFolder(folder).file("main/V0001__a.sql", "-- lockstep: no-transaction\nselect 1;");
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(targets("main zero")))
                .text())
        .contains("U0001__a.sql", "terminating connection due to idle-")
        .doesNotContain("network");
    assertThat(database.fingerprint()).doesNotContain("relation b ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"select 1;\n", ""})
  void a_script_whose_idle_transaction_the_server_ends_each_time_is_told_of_once(String last) {
    new MigrationFolder(folder)
        .file(
            "main/V0001__a.sql",
            "create table a (id int);\nset local idle_in_transaction_session_timeout = 1;\n"
                + LONG_COMMENT
                + last);
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("V0001__a.sql", "6 times", "due to idle-in-transaction timeout", "rolled back")
        .doesNotContain("network");
    assertThat(database.fingerprint()).doesNotContain("relation a ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08001", "08006", "57P01", "57P03"})
  void a_connection_of_the_scripts_own_that_breaks_is_not_taken_for_ours(String state) {
    new MigrationFolder(folder)
        .threeTables()
        .file(
            "main/V0002__b.sql",
            "\ndo $$ begin raise 'could not connect' using errcode = '%s'; end $$;"
                .formatted(state));
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("V0002__b.sql line 2", "could not connect", "The step was rolled back");
  }

  @Test
  void a_refusal_after_the_connection_broke_does_not_say_that_nothing_was_changed() {
    new MigrationFolder(folder)
        .file("main/V0001__t.sql", "create table t (v int);")
        .file(
            "main/V0002__i.sql",
            """
            -- lockstep: no-transaction
            create index concurrently i on t (v);
            update pg_index set indisvalid = false where indexrelid = 'i'::regclass;
            select pg_terminate_backend(pg_backend_pid());
            """);
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("V0002__i.sql", "index i is there, but INVALID", "Drop it")
        .contains("part of it may be done", "Steps that were done before are kept.");
    assertThat(database.runResults()).containsExactly("died", "failed");
  }

  @Test
  void a_history_table_that_can_not_be_made_after_the_connection_broke_is_not_said_to_come_first() {
    new MigrationFolder(folder)
        .file("main/V0001__a.sql", "create table a (id int);")
        .file(
            "main/V0002__b.sql",
            """
            -- lockstep: no-transaction
            create function refuse() returns trigger language plpgsql as $$ begin raise 'no more rows'; end $$;
            create trigger refuse before delete on main_schema_history for each statement execute function refuse();
            select pg_terminate_backend(pg_backend_pid());
            """);
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("no more rows", "could not be made ready", "Steps that were done before are kept")
        .doesNotContain("no step was begun");
  }

  @Test
  void a_run_whose_lease_another_has_taken_meanwhile_changes_nothing_more() {
    new MigrationFolder(folder)
        .threeTables()
        .file(
            "main/V0002__b.sql",
            "create table b (id int);\nupdate lockstep.lease set token = 'another';\n");
    assertThat(
            problem(
                    ExitCode.LOCK_NOT_OBTAINED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("lock was lost");
    assertThat(database.fingerprint()).contains("relation a").doesNotContain("relation b");
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("0001");
  }

  @Test
  void an_undo_whose_lease_has_run_out_changes_nothing() {
    new MigrationFolder(folder)
        .threeTables()
        .file(
            "main/U0003__c.sql", "drop table c;\nupdate lockstep.lease set lock_until = now();\n");
    database.lockstep(folder).migrate(targets("main latest"));
    problem(ExitCode.LOCK_NOT_OBTAINED, () -> database.lockstep(folder).migrate(targets("main 2")));
    assertThat(database.fingerprint()).contains("relation c");
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("0003");
  }
}
