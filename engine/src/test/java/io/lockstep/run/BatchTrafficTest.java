package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.Retries;
import io.lockstep.run.report.RunReport;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Steps in batches beside sessions that write to the same rows. */
class BatchTrafficTest {
  @TempDir private Path folder;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;

  @BeforeEach
  void aTable() {
    files =
        new MigrationFolder(folder)
            .file(
                "main/V0001__t.sql",
                "create table t (id int primary key, a int); insert into t select n from generate_series(1, 60) n;");
    database.lockstep(folder).migrate(targets("main 1"));
  }

  private List<String> result(String query) {
    return database.jdbc().sql(query).query(String.class).list();
  }

  private CompletableFuture<RunReport> start() {
    return CompletableFuture.supplyAsync(
        () -> database.lockstep(folder).migrate(targets("main latest")));
  }

  private void untilSomebodyWaits() {
    await().until(() -> !result("select 'it' from pg_locks where not granted").isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "delete from t where id = any (array(select id from t order by id limit :batch))|delete from t where id <= 20|select id::text from t",
        "delete from t where id = any (array(select id from t order by id limit 20))|delete from t where id <= 20|select id::text from t",
        "update t set a = 1 where a is null and id in (select id from t where a is null order by id limit :batch)|update t set a = 2 where id <= 20|select id::text from t where a is null",
      })
  void a_batch_whose_rows_were_all_done_by_another_session_is_not_the_end(
      String sql, String others, String left) throws Exception {
    String number = sql.contains(":batch") ? " 20" : "";
    files.file("main/V0002__work.sql", "-- lockstep: batch" + number + "\n" + sql + ";");
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      writer.createStatement().execute(others);
      CompletableFuture<RunReport> run = start();
      untilSomebodyWaits();
      writer.commit();
      assertThat(run.join().result()).hasToString("done");
    }
    assertThat(result(left)).isEmpty();
  }

  @Test
  void a_row_that_is_moved_to_another_partition_meanwhile_is_changed_in_a_later_batch()
      throws SQLException {
    database
        .jdbc()
        .sql(
            """
            create table public.p (id int, k int, a int) partition by list (k);
            create table public.p1 partition of public.p for values in (1);
            create table public.p2 partition of public.p for values in (2);
            insert into public.p select n, 1 from generate_series(1, 60) n;
            """)
        .update();
    files.file(
        "main/V0002__fill.sql",
        "-- lockstep: batch 20\nupdate p set a = 1 where id = any (array(select id from p where a is null order by id limit :batch));");
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      writer.createStatement().execute("update public.p set k = 2 where id <= 20");
      CompletableFuture<RunReport> run = start();
      untilSomebodyWaits();
      writer.commit();
      assertThat(run.join().result()).hasToString("done");
    }
    assertThat(result("select id::text from p where a is null")).isEmpty();
  }

  @Test
  void a_callback_before_the_batches_that_meets_a_lock_is_tried_again() throws SQLException {
    files
        .file("main/V0002__fill.sql", "-- lockstep: batch\nupdate t set a = 1 where a is null;")
        .file("main/beforeEachMigrate.sql", "update t set a = 7 where id = 1;");
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      writer.createStatement().execute("update public.t set a = 3 where id = 1");
      CompletableFuture<RunReport> run =
          CompletableFuture.supplyAsync(
              () ->
                  database
                      .lockstep(folder)
                      .migrate(with(new Retries(Duration.ofMillis(100), 1000), "main latest")));
      untilSomebodyWaits();
      await().until(() -> result("select 'it' from pg_locks where not granted").isEmpty());
      writer.rollback();
      assertThat(run.join().result()).hasToString("done");
    }
    assertThat(result("select a::text from t where id < 3 order by id")).containsExactly("7", "1");
  }

  @Test
  void a_lock_of_a_scripts_session_is_free_while_the_next_step_waits() {
    files
        .file("main/V0002__lock.sql", "select PG_ADVISORY_LOCK(42);")
        .file("main/V0003__fill.sql", "-- lockstep: batch\nupdate t set a = 1 where a is null;")
        .file("main/lockstep.properties", "batch.wait-while=select now from busy");
    database.jdbc().sql("create table public.busy as select true as now").update();
    CompletableFuture<RunReport> run = start();
    await()
        .until(
            () ->
                !result("select version from main_schema_history where version = '0002'")
                    .isEmpty());
    await()
        .until(
            () ->
                result("select 'it' from pg_locks where locktype = 'advisory' and objid = 42")
                    .isEmpty());
    assertThat(run).isNotDone();
    database.jdbc().sql("update busy set now = false").update();
    assertThat(run.join().result()).hasToString("done");
  }

  @Test
  void a_publication_for_all_tables_stops_no_step() {
    database.jdbc().sql("create publication everything for all tables").update();
    files
        .file("main/U0001__t.sql", "drop table t;")
        .file(
            "main/V0002__c.sql",
            "-- lockstep: no-transaction\ncreate index concurrently c on t (a);")
        .file("main/U0002__c.sql", "drop index c;")
        .file("main/V0003__fill.sql", "-- lockstep: batch\nupdate t set a = 1 where a is null;")
        .file("main/U0003__fill.sql", "-- lockstep: batch\nupdate t set a = null where a = 1;")
        .file("main/R__v.sql", "select 1;");
    assertThat(start().join().result()).hasToString("done");
    assertThat(database.lockstep(folder).migrate(targets("main 1")).result()).hasToString("done");
    assertThat(
            result(
                "select relname::text from pg_class where relnamespace = 'lockstep'::regnamespace and relkind = 'r'"
                    + " and not exists (select from pg_index where indrelid = pg_class.oid and indisprimary)"))
        .isEmpty();
  }
}
