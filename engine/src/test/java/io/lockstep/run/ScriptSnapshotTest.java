package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.Retries;
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

/** A transaction that sees one moment sees that of its script, and no earlier one of ours. */
class ScriptSnapshotTest {
  private static final String REPEATABLE = "set transaction isolation level repeatable read;";

  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void table() {
    new MigrationFolder(folder)
        .file("main/V1__t.sql", "create table t (id int); insert into t values (1);")
        .file("main/U1__t.sql", "drop table t;");
    migrate();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lock table t;",
        "set role postgres; lock table only t in share mode; show search_path;",
        "set constraints all deferred; listen x; notify x; unlisten x;",
      })
  void a_script_may_do_what_sees_nothing_before_it_sets_its_transaction(String first) {
    migrate(
        first + REPEATABLE + "create table u as select current_setting('transaction_isolation')");
    assertThat(result("select * from u")).containsExactly("repeatable read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        REPEATABLE + " lock table t;",
        "lock \"t\" in exclusive mode; set transaction_isolation = 'serializable';",
        "set search_path = \"Other\", public; " + REPEATABLE + " lock table t;",
        REPEATABLE
            + " set local lock_timeout = '9s'; lock t in share mode; set datestyle = 'German';",
      })
  void a_script_sees_the_rows_that_came_before_its_lock(String first) throws Exception {
    try (Connection connection = database.connect()) { // a path that SET does not take as it is
      connection
          .createStatement()
          .execute(
              "select set_config('search_path', 'user, \"\",\"Odd \"\"one\", Public', false);"
                  + "alter database %s set search_path from current".formatted(database.name()));
    }
    migratesBesideAWriter(first + "\ncreate table public.u as select id::text from t;");
    assertThat(result("select id from public.u order by 1")).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void a_script_sees_the_rows_that_came_before_its_lock_under_an_administrators_isolation(
      String isolation) throws Exception {
    database
        .jdbc()
        .sql(
            "alter database %s set default_transaction_isolation = '%s'"
                .formatted(database.name(), isolation))
        .update();
    migratesBesideAWriter("lock table t;\ncreate table u as select id::text from t;");
    assertThat(result("select id from public.u order by 1")).containsExactly("1", "2");
    new MigrationFolder(folder)
        .file("main/V3__v.sql", "select 1;")
        .file("main/U3__v.sql", "lock table t; create table v as select id from t;");
    migrate();
    try (Connection writer = writer()) {
      CompletableFuture<Void> run =
          CompletableFuture.runAsync(() -> database.lockstep(folder).migrate(targets("main 2")));
      untilTableIsWaitedFor();
      writer.commit();
      run.get();
    }
    assertThat(result("select count(*)::text from v")).containsExactly("3");
  }

  @ParameterizedTest
  @ValueSource(strings = {REPEATABLE, ""})
  void a_script_sees_the_rows_that_came_before_the_lock_of_its_callback(String first)
      throws Exception {
    if (first.isEmpty()) {
      database
          .jdbc()
          .sql(
              "alter database %s set default_transaction_isolation = 'serializable'"
                  .formatted(database.name()))
          .update();
    }
    new MigrationFolder(folder).file("main/beforeEachMigrate.sql", "\nlock table t;");
    migratesBesideAWriter(first + "\ncreate table u as select id::text from t;");
    assertThat(result("select id from u order by 1")).containsExactly("1", "2");
  }

  @Test
  void a_lock_of_a_callback_that_is_not_obtained_is_the_callbacks() throws SQLException {
    new MigrationFolder(folder)
        .file("main/beforeEachMigrate.sql", "\nlock table t;")
        .file("main/V2__u.sql", REPEATABLE + "\ncreate table u ();")
        .file("main/U2__u.sql", "drop table u;");
    assertThat(refusalBesideAWriter())
        .contains("V2__u.sql, in its callback", "beforeEachMigrate.sql line 2", "lock table t")
        .contains("The step was rolled back");
  }

  @Test
  void a_callback_may_set_the_transaction_of_its_script() {
    new MigrationFolder(folder)
        .file("main/beforeEachMigrate.sql", "lock table t;" + REPEATABLE)
        .file("main/U2__u.sql", "drop table u;");
    migrate(
        REPEATABLE
            + "\ncreate table u as select current_setting('transaction_isolation') as level");
    assertThat(result("select level from u")).containsExactly("repeatable read");
  }

  @Test
  void a_script_locks_no_temporary_table_of_the_script_before_it() throws Exception {
    new MigrationFolder(folder)
        .file("main/V2__temp.sql", "create temp table t ();")
        .file("main/U2__temp.sql", "select 1;")
        .file("main/V3__u.sql", REPEATABLE + "lock t; create table u as select id::text from t;")
        .file("main/U3__u.sql", "drop table u;");
    try (Connection writer = writer()) {
      CompletableFuture<Void> run = CompletableFuture.runAsync(this::migrate);
      untilTableIsWaitedFor();
      writer.commit();
      run.get();
    }
    assertThat(result("select id from public.u order by 1")).containsExactly("1", "2");
  }

  @Test
  void a_lock_that_is_not_obtained_is_tried_again_and_named() throws SQLException {
    String script = REPEATABLE + "\nlock table t;\ncreate table u ();";
    new MigrationFolder(folder)
        .file("main/V2__u.sql", script)
        .file("main/U2__u.sql", "drop table u;");
    assertThat(refusalBesideAWriter()).contains("V2__u.sql line 2", "lock table t");
    migrate();
    assertThat(result("select count(*)::text from u")).containsExactly("0");
  }

  @Test
  void a_lock_may_depend_on_what_only_the_server_understands() {
    database.jdbc().sql("create schema other create table elsewhere ()").update();
    migrate(
        "set \"search_path\" = other; lock elsewhere; " + REPEATABLE + "create table public.u ();");
    assertThat(result("select count(*)::text from public.u")).containsExactly("0");
  }

  @Test
  void a_lock_on_a_table_that_does_not_exist_is_named() {
    new MigrationFolder(folder)
        .file("main/V2__u.sql", REPEATABLE + "\n\nlock table nothing;")
        .file("main/U2__u.sql", "select 1;");
    assertThat(problem(ExitCode.MIGRATION_FAILED, this::migrate).text())
        .contains("V2__u.sql line 3", "\"nothing\" does not exist");
  }

  private String refusalBesideAWriter() throws SQLException {
    try (Connection writer = writer()) {
      Retries twice = new Retries(Duration.ofMillis(100), 2);
      String refusal =
          problem(
                  ExitCode.LOCK_NOT_OBTAINED,
                  () -> database.lockstep(folder).migrate(with(twice, "main latest")))
              .text();
      writer.rollback();
      return refusal;
    }
  }

  private void migratesBesideAWriter(String script) throws Exception {
    try (Connection writer = writer()) {
      CompletableFuture<Void> run = CompletableFuture.runAsync(() -> migrate(script));
      untilTableIsWaitedFor();
      writer.commit();
      run.get();
    }
  }

  private void untilTableIsWaitedFor() {
    await()
        .until(
            () ->
                !result(
                        "select 'it' from pg_locks where relation = 'public.t'::regclass and not granted")
                    .isEmpty());
  }

  private Connection writer() throws SQLException {
    Connection writer = database.connect();
    writer.setAutoCommit(false);
    writer.createStatement().execute("insert into public.t values (2)");
    return writer;
  }

  private void migrate(String script) {
    new MigrationFolder(folder)
        .file("main/V2__u.sql", script)
        .file("main/U2__u.sql", "drop table u;");
    migrate();
  }

  private void migrate() {
    database.lockstep(folder).migrate(targets("main latest"));
  }

  private List<String> result(String query) {
    return database.jdbc().sql(query).query(String.class).list();
  }
}
