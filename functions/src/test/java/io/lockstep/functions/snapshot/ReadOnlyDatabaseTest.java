package io.lockstep.functions.snapshot;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.with;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Reader;
import io.lockstep.database.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnlyDatabaseTest {
  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();

  @Test
  void nothing_can_be_written_even_by_the_owner() {
    try (ReadOnlyDatabase readOnly = new ReadOnlyDatabase(database.settings())) {
      for (String sql :
          List.of(
              "create table public.t ()",
              "select nextval('public.s')",
              "select pg_notify('a', 'b'), nextval('public.s')")) {
        database.jdbc().sql("create sequence if not exists s").update();
        assertThat(
                problem(ExitCode.UNREACHABLE, () -> readOnly.read(jdbc -> jdbc.sql(sql).update()))
                    .text())
            .as(sql)
            .contains("read-only");
      }
    }
  }

  @Test
  void a_session_is_read_only_and_impatient_by_default() {
    try (ReadOnlyDatabase readOnly = new ReadOnlyDatabase(database.settings())) {
      assertThat(
              readOnly.<List<String>>read(
                  jdbc ->
                      Stream.of(
                              "default_transaction_read_only",
                              "transaction_read_only",
                              "transaction_isolation",
                              "default_transaction_isolation",
                              "search_path",
                              "statement_timeout")
                          .map(name -> jdbc.sql("show " + name).query(String.class).single())
                          .toList()))
          .containsExactly("on", "on", "repeatable read", "read committed", "pg_catalog", "5s");
    }
  }

  @Test
  void a_slow_statement_is_given_up_by_the_server() {
    assertThat(givenUp("select pg_sleep(60)"))
        .contains("canceling statement due to statement timeout")
        .contains("a statement may take 5 s");
  }

  @Test
  void the_driver_gives_up_and_names_the_limit_where_a_pooler_dropped_the_servers() {
    assertThat(givenUp("set local statement_timeout = 0; select pg_sleep(60)"))
        .contains("a whole reading 8 s");
  }

  @Test
  void the_reason_is_the_servers_and_not_that_the_pool_has_waited() {
    Settings there = database.settings();
    Settings gone =
        new Settings(
            there.host(), there.port(), "gone", there.user(), "x", there.tls(), there.schema());
    try (ReadOnlyDatabase readOnly = new ReadOnlyDatabase(gone)) {
      assertThat(
              problem(
                      ExitCode.UNREACHABLE,
                      () -> readOnly.read(jdbc -> jdbc.sql("select 1").query().listOfRows()))
                  .text())
          .contains("database \"gone\" does not exist");
    }
  }

  @Test
  void the_database_is_connected_to_when_first_needed_and_at_most_twice()
      throws InterruptedException {
    try (ReadOnlyDatabase readOnly = new ReadOnlyDatabase(database.settings())) {
      assertThat(sessions()).isZero();
      List<Thread> readers =
          Stream.generate(
                  () ->
                      new Thread(
                          () ->
                              readOnly.read(
                                  jdbc -> jdbc.sql("select pg_sleep(0.2)").query().listOfRows())))
              .limit(6)
              .toList();
      readers.forEach(Thread::start);
      await().until(() -> sessions() == 2);
      for (Thread reader : readers) {
        reader.join();
        assertThat(sessions()).isLessThanOrEqualTo(2);
      }
    }
    await().until(() -> sessions() == 0);
  }

  @Test
  void the_role_that_a_run_makes_is_enough() {
    new MigrationFolder(db).threeTables();
    String role = database.name() + "_reader";
    database.lockstep(db).migrate(with(new Reader(role, "reader"), "main latest"));
    Settings owner = database.settings();
    Settings reader =
        new Settings(
            owner.host(), owner.port(), owner.database(), role, "reader", owner.tls(), "public");
    try (ReadOnlyDatabase readOnly = new ReadOnlyDatabase(reader)) {
      Snapshot snapshot = new Snapshots(readOnly, CatalogReader.read(db), "public").now();
      assertThat(snapshot.listing().apps().get(0).current()).isEqualTo("0003");
      assertThat(snapshot.lastRun()).isPresent();
      problem(
          ExitCode.UNREACHABLE,
          () -> readOnly.read(jdbc -> jdbc.sql("select * from public.a").query().listOfRows()));
    }
  }

  private String givenUp(String sql) {
    try (ReadOnlyDatabase readOnly = new ReadOnlyDatabase(database.settings())) {
      return problem(
              ExitCode.UNREACHABLE, () -> readOnly.read(jdbc -> jdbc.sql(sql).query().listOfRows()))
          .text();
    }
  }

  private int sessions() {
    return database.sessions("lockstep functions");
  }
}
