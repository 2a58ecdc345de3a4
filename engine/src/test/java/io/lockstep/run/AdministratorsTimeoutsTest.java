package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.Retries;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timeouts that an administrator has set for the database or the role. */
class AdministratorsTimeoutsTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;

  @BeforeEach
  void threeTables() {
    files = new MigrationFolder(folder).threeTables();
  }

  private void set(String name, String value) {
    database
        .jdbc()
        .sql("alter database %s set %s = '%s'".formatted(database.name(), name, value))
        .update();
  }

  private String migrateFails(String target) {
    return problem(
            ExitCode.MIGRATION_FAILED, () -> database.lockstep(folder).migrate(targets(target)))
        .text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "statement_timeout",
        "transaction_timeout",
        "idle_session_timeout",
        "idle_in_transaction_session_timeout"
      })
  void a_session_of_a_run_outlives_it(String timeout) {
    set(timeout, "900ms");
    files.file(
        "main/V0002__b.sql",
        """
        set local statement_timeout = 0;
        set local transaction_timeout = 0;
        create table b (id int);
        select pg_sleep(1);
        """);
    database.lockstep(folder).migrate(targets("main latest", "main 1"));
    assertThat(database.runResults()).containsExactly("done", "done");
    assertThat(database.lockstep(folder).verify(List.of("main 1")).result())
        .hasToString("as recorded");
  }

  @ParameterizedTest
  @CsvSource({
    "statement_timeout, SET LOCAL statement_timeout = '1h'",
    "transaction_timeout, SET LOCAL transaction_timeout = 0"
  })
  void a_script_that_takes_longer_is_reported_as_that_and_can_raise_it(
      String timeout, String wayOut) {
    set(timeout, "900ms");
    String script = "create table b (id int);\nselect pg_sleep(1);\n";
    files.file("main/V0002__b.sql", script);

    assertThat(migrateFails("main latest"))
        .contains("V0002__b.sql", timeout.replace('_', ' '), wayOut)
        .doesNotContain("lock");
    assertThat(database.fingerprint()).contains("relation a ").doesNotContain("relation b ");
    assertThat(database.runResults()).containsExactly("failed");

    files.file("main/V0002__b.sql", wayOut + ";\n" + script);
    assertThat(database.lockstep(folder).migrate(targets("main latest")).result())
        .hasToString("done");
  }

  @ParameterizedTest
  @CsvSource({
    "statement_timeout, SET LOCAL statement_timeout = '1h'",
    "transaction_timeout, SET LOCAL transaction_timeout = 0"
  })
  void an_undo_script_that_takes_longer_is_reported_as_that(String timeout, String wayOut) {
    set(timeout, "900ms");
    files.file("main/U0003__c.sql", "drop table c;\nselect pg_sleep(1);\n");
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(migrateFails("main 1")).contains("U0003__c.sql", timeout.replace('_', ' '), wayOut);
    assertThat(database.fingerprint()).contains("relation c ");
  }

  @Test
  void a_step_without_a_transaction_is_told_how_to_raise_it_and_keeps_it_to_itself() {
    set("statement_timeout", "900ms");
    String script = "-- lockstep: no-transaction\nselect pg_sleep(1);\n";
    files.file("main/V0002__b.sql", script).file("main/U0002__b.sql", "select 1;\n");
    assertThat(migrateFails("main latest")).contains("SET statement_timeout = '1h'");
    files.file(
        "main/V0002__b.sql", script.replace("select", "SET statement_timeout = '1h';\nselect"));
    files.file("main/V0003__c.sql", "create table c (id int);\nselect pg_sleep(1);\n");
    assertThat(migrateFails("main latest")).contains("V0003__c.sql");
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("0002");
  }

  @Test
  void a_step_without_a_transaction_that_ends_its_session_by_taking_longer_is_not_done_again() {
    String script =
        "-- lockstep: no-transaction\n%s\nSET transaction_timeout = '50ms';\nselect pg_sleep(1);\n";
    files
        .file("main/V0002__b.sql", script.formatted("create table b (id int);"))
        .file("main/U0002__b.sql", script.formatted("drop table b;"));
    assertThat(migrateFails("main 2"))
        .contains("V0002__b.sql line 4", "transaction timeout", "SET transaction_timeout = 0")
        .contains("part of it may be done");
    assertThat(database.runResults()).containsExactly("failed");
    files.file("main/V0002__b.sql", "select 1;\n");
    database.lockstep(folder).migrate(targets("main 2"));
    assertThat(migrateFails("main 1"))
        .contains("U0002__b.sql", "line 4", "transaction timeout", "SET transaction_timeout = 0");
    assertThat(database.runResults()).containsExactly("failed", "done", "failed");
  }

  @ParameterizedTest
  @CsvSource({"true, ''", "false, set statement_timeout = '300ms';"})
  void statement_timeout_does_not_limit_what_psqls_commit_does(boolean administrators, String set) {
    if (administrators) {
      set("statement_timeout", "300ms");
    }
    files
        .file(
            "main/V0002__b.sql",
            """
            create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return null; end $$;
            create table b (id int);
            create constraint trigger slow after insert on b deferrable initially deferred for each row execute function slow();
            insert into b values (1);
            declare c cursor with hold for select pg_sleep(1);
            %s
            """
                .formatted(set))
        .file(
            "main/afterEachMigrate.sql",
            "drop table if exists seen; create table seen as select current_setting('statement_timeout') as it;");
    database.lockstep(folder).migrate(targets("main 2"));
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("0002");
    assertThat(database.jdbc().sql("select it from seen").query(String.class).single())
        .isEqualTo("300ms"); // a callback comes before the commit
  }

  @Test
  void lock_timeout_is_the_runs_own() {
    set("lock_timeout", "1ms");
    files.file(
        "main/V0002__b.sql",
        "create table b as select setting, unit from pg_settings where name = 'lock_timeout';\n");
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(database.jdbc().sql("select setting || unit from b").query(String.class).single())
        .isEqualTo("5000ms");
  }

  @Test
  void a_wait_for_a_lock_is_told_from_a_statement_that_takes_longer() throws SQLException {
    database.lockstep(folder).migrate(targets("main 1"));
    set("statement_timeout", "1s");
    files.file("main/V0002__b.sql", "alter table a add column b int;");
    try (Connection reader = database.connect()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("select * from a");
      assertThat(
              problem(
                      ExitCode.LOCK_NOT_OBTAINED,
                      () ->
                          database
                              .lockstep(folder)
                              .migrate(with(new Retries(Duration.ofSeconds(5), 2), "main 2")))
                  .text())
          .contains("lock timeout");
    }
  }

  @Test
  void reading_is_not_cut_off() throws SQLException {
    database.lockstep(folder).migrate(targets("main latest"));
    try (Connection holder = database.connect()) {
      holder.setAutoCommit(false);
      set("statement_timeout", "700ms");
      set("transaction_timeout", "700ms");
      set("idle_in_transaction_session_timeout", "5ms");
      assertThat(
              heldUp(holder, () -> database.lockstep(folder).verify(List.of("main latest")))
                  .result())
          .hasToString("as recorded");
      assertThat(
              heldUp(holder, () -> database.lockstep(folder).status(List.of("main latest")))
                  .reached())
          .isTrue();
    }
  }

  /** What is read while somebody keeps the reader waiting for a second. */
  private <T> T heldUp(Connection holder, Supplier<T> reading) throws SQLException {
    holder.createStatement().execute("lock table main_schema_history in access exclusive mode");
    CompletableFuture<T> read =
        CompletableFuture.supplyAsync(reading, command -> new Thread(command).start());
    Patience.await().until(() -> read.isDone() || readingForASecond() == 1);
    holder.rollback();
    return read.join();
  }

  private int readingForASecond() {
    return database
        .jdbc()
        .sql(
            """
            select count(*) from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'
               and query_start < clock_timestamp() - interval '1 s'
            """)
        .query(Integer.class)
        .single();
  }
}
