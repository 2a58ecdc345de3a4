package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left, said and done again if a callback or a migration fails. */
class CallbackFailureTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void threeTables() {
    files().threeTables();
    database.jdbc().sql("create schema seen create table call (id serial, what text)").update();
  }

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private void callback(String name, String more) {
    files()
        .file(
            "main/" + name + ".sql",
            "insert into seen.call (what) values ('%s');\n%s".formatted(name, more));
  }

  private String failure() {
    return problem(
            ExitCode.MIGRATION_FAILED,
            () -> database.lockstep(folder).migrate(targets("main latest")))
        .text();
  }

  private void migrate() {
    database.lockstep(folder).migrate(targets("main latest"));
  }

  private List<String> calls() {
    return database.jdbc().sql("select what from seen.call order by id").query(String.class).list();
  }

  private String current() {
    return database.lockstep(folder).list().apps().get(0).current();
  }

  @Test
  void one_that_fails_is_rolled_back_and_runs_again_with_the_next_run() {
    callback("afterMigrate", "select 1/0;");
    assertThat(failure())
        .contains("call ", "afterMigrate.sql line 2", "division by zero", "rolled back");
    assertThat(calls()).isEmpty();
    assertThat(current()).isEqualTo("0003");
    callback("afterMigrate", "");
    migrate();
    assertThat(calls()).containsExactly("afterMigrate");
  }

  @Test
  void one_for_applied_migrations_that_did_not_run_to_its_end_runs_with_the_next_run() {
    callback("afterMigrateApplied", "select 1/0;");
    failure();
    callback("afterMigrateApplied", "");
    migrate();
    migrate();
    assertThat(calls()).containsExactly("afterMigrateApplied");
  }

  @Test
  void one_before_a_migration_that_fails_takes_the_migration_back_and_is_named() {
    callback("beforeEachMigrate", "select 1/0;");
    assertThat(failure())
        .contains("apply ", "V0001__a.sql, in its callback ", "beforeEachMigrate.sql line 2");
    assertThat(current()).isEqualTo("zero");
    assertThat(calls()).isEmpty();
  }

  @Test
  void one_after_a_migration_that_fails_takes_the_migration_back_and_is_named() {
    callback("afterEachMigrate", "drop table c;");
    assertThat(failure()).contains("V0001__a.sql, in its callback ", "afterEachMigrate.sql line 2");
    assertThat(current()).isEqualTo("zero");
    assertThat(database.fingerprint()).doesNotContain("relation a");
  }

  @Test
  void a_migration_without_a_transaction_whose_callback_fails_is_unfinished() {
    files()
        .file(
            "main/V0001__a.sql",
            "-- lockstep: no-transaction\ncreate table if not exists a (id int);");
    callback("afterEachMigrate", "select 1/0;");
    assertThat(failure()).contains("afterEachMigrate.sql line 2");
    files().without("main/afterEachMigrate.sql");
    migrate();
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void a_callback_that_the_server_refuses_in_a_transaction_does_not_take_the_migrations_away() {
    database
        .jdbc()
        .sql("create procedure seen.commits() language plpgsql as 'begin commit; end'")
        .update();
    callback("afterEachMigrate", "call seen.commits();");
    files().file("main/beforeEachMigrate.sql", "call seen.commits();");
    assertThat(failure()).contains("in its callback ", "beforeEachMigrate.sql line 1");
    assertThat(current()).isEqualTo("zero");
  }

  @Test
  void those_of_a_failure_run_after_it_is_rolled_back() {
    callback("afterEachMigrateError", "");
    callback("afterMigrateError", "");
    callback("afterMigrate", "");
    files().file("main/V0002__b.sql", "create table b (id int);\nselect 1/0;");
    assertThat(failure()).contains("V0002__b.sql line 2");
    assertThat(calls()).containsExactly("afterEachMigrateError", "afterMigrateError");
    assertThat(current()).isEqualTo("0001");
  }

  @Test
  void a_callback_before_all_migrations_is_no_failure_of_theirs() {
    callback("beforeMigrate", "select 1/0;");
    callback("afterMigrateError", "");
    failure();
    callback("beforeMigrate", "");
    callback("afterVersioned", "select 1/0;");
    failure();
    assertThat(calls()).containsExactly("beforeMigrate", "afterMigrateError");
  }

  @Test
  void the_error_of_a_migration_stays_the_runs_if_a_callback_of_it_fails_too() {
    callback("afterMigrateError", "select * from nowhere;");
    files().file("main/V0002__b.sql", "select 1/0;");
    assertThat(failure()).contains("V0002__b.sql line 1", "division by zero");
    assertThat(calls()).isEmpty();
  }

  @Test
  void one_commits_only_with_the_lock() {
    callback("afterMigrate", "delete from lockstep.lease;");
    problem(
        ExitCode.LOCK_NOT_OBTAINED,
        () -> database.lockstep(folder).migrate(targets("main latest")));
    assertThat(calls()).isEmpty();
    callback("afterMigrate", "");
    migrate();
    assertThat(calls()).containsExactly("afterMigrate");
  }
}
