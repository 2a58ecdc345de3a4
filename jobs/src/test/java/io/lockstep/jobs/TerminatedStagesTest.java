package io.lockstep.jobs;

import static io.lockstep.jobs.Sessions.SLEEPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.MigrateRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM while a run works, at each of its stages: it ends soon, and leaves nothing to fix. */
@Execution(ExecutionMode.CONCURRENT)
class TerminatedStagesTest {
  private static final String WAITS = "wait_event_type = 'Lock'";
  private static final String WORKS =
      "state = 'active' and query ~ '(generate_series|pg_sleep).*[(]' and application_name like 'lockstep%'";

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder folder;
  private LockstepProcess.Launch launch;
  @TempDir private Path db;

  @BeforeEach
  void migrations() {
    folder = new MigrationFolder(db).threeTables();
    launch = LockstepProcess.Launch.on(database, db);
  }

  /** What the next run, in this process, finds and does. */
  private void theNextRunCompletes() {
    assertThat(ThirtySet.count(database.jdbc(), "select count(*) from lockstep.lease")).isZero();
    database.lockstep(db).migrate(MigrateRequest.of(List.of("main latest")));
    assertThat(database.lockstep(db).verify(List.of("main latest")).result())
        .hasToString("as recorded");
    assertThat(
            ThirtySet.count(
                database.jdbc(),
                "select count(*) - count(distinct script) from main_schema_history"))
        .isZero();
  }

  private LockstepProcess terminatedWhile(String condition, String... arguments) {
    LockstepProcess process = launch.start(arguments);
    Sessions.await(database.jdbc(), condition);
    process.terminate();
    return process;
  }

  private Connection locked(String table) throws SQLException {
    Connection holder = database.connect();
    holder.setAutoCommit(false);
    holder.createStatement().execute("lock table " + table + " in access exclusive mode");
    return holder;
  }

  @Test
  void a_second_signal_within_a_step_changes_nothing() {
    folder.file("main/V0001__a.sql", "create table a (id int);\nselect pg_sleep(3);\n");
    try (LockstepProcess process = terminatedWhile(SLEEPS, "migrate", "main latest")) {
      process.terminate();
      process.terminate();
      process.exitsWith(ExitCode.TERMINATED.code());
      assertThat(process.err()).contains("step 1 of 3: done").doesNotContain("step 2 of 3");
    }
    theNextRunCompletes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_sleep(600);",
        "select count(*) from generate_series(1, 1000000000000) a;",
        "select a from generate_series(1, 1000000000000) a;",
        "copy (select a from generate_series(1, 1000000000000) a) to stdout;",
        "do $$ begin loop begin perform pg_sleep(600); exception when query_canceled then null; end; exit when clock_timestamp() > now() + interval '1 hour'; end loop; end $$;",
        "-- lockstep: no-transaction\nselect pg_sleep(600);",
      })
  void a_step_that_takes_for_ever_is_cancelled_on_the_server(String script) {
    folder.file("main/V0002__b.sql", script + "\n");
    try (LockstepProcess process = launch.start("migrate", "main latest")) {
      Sessions.await(database.jdbc(), WORKS);
      long began = System.nanoTime();
      process.terminate();
      process.exitsWith(ExitCode.TERMINATED.code());
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
      assertThat(process.err()).contains("asked to end (SIGTERM)", "V0002__b.sql");
    }
    Patience.await().until(() -> Sessions.count(database.jdbc(), WORKS) == 0);
    folder.file("main/V0002__b.sql", "create table b (id int);\n");
    theNextRunCompletes();
  }

  @Test
  void a_step_has_the_time_that_a_cluster_gives_it() {
    folder.file("main/V0002__b.sql", "create table b (id int);\nselect pg_sleep(7);\n");
    launch = launch.with("LOCKSTEP_GRACE_SECONDS", "30");
    try (LockstepProcess process = terminatedWhile(SLEEPS, "migrate", "main latest")) {
      process.exitsWith(ExitCode.TERMINATED.code());
      assertThat(process.err()).contains("step 2 of 3: done").doesNotContain("step 3 of 3");
    }
    theNextRunCompletes();
  }

  @Test
  void a_step_without_a_transaction_ends_whole() {
    folder.file(
        "main/V0002__b.sql",
        "-- lockstep: no-transaction\ncreate table b (id int);\nselect pg_sleep(3);\n");
    try (LockstepProcess process = terminatedWhile(SLEEPS, "migrate", "main latest")) {
      process.exitsWith(ExitCode.TERMINATED.code());
      assertThat(process.err()).contains("step 2 of 3: done").doesNotContain("step 3 of 3");
    }
    assertThat(ThirtySet.count(database.jdbc(), "select count(*) from lockstep.unfinished"))
        .isZero();
    theNextRunCompletes();
  }

  @Test
  void a_wait_for_a_tables_lock_ends_with_its_try() throws SQLException {
    folder.file("main/V0002__b.sql", "alter table a add column b int;\n");
    folder.file("main/U0002__b.sql", "alter table a drop column b;\n");
    database.lockstep(db).migrate(MigrateRequest.of(List.of("main 1")));
    try (Connection holder = locked("a");
        LockstepProcess process =
            terminatedWhile(WAITS, "migrate", "main latest", "--lock-timeout", "700ms")) {
      process.exitsWith(ExitCode.TERMINATED.code());
      holder.rollback();
    }
    assertThat(database.fingerprint()).doesNotContain("column a.b ");
    theNextRunCompletes();
  }

  @Test
  void planning_ends_with_its_wait_for_a_history_table() throws SQLException {
    database.lockstep(db).migrate(MigrateRequest.of(List.of("main 1")));
    try (Connection holder = locked("main_schema_history");
        LockstepProcess process =
            terminatedWhile(WAITS, "migrate", "main latest", "--lock-timeout", "700ms")) {
      process.exitsWith(ExitCode.TERMINATED.code());
      holder.rollback();
    }
    assertThat(database.fingerprint()).doesNotContain("relation b ");
    theNextRunCompletes();
  }

  @Test
  void the_steps_done_are_recorded_before_the_end() throws SQLException {
    database.lockstep(db).migrate(MigrateRequest.of(List.of("main 1")));
    try (Connection holder = database.connect()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("lock table lockstep.fingerprint in exclusive mode");
      try (LockstepProcess process =
          terminatedWhile(
              WAITS + " and query ~ 'into lockstep.fingerprint'", "migrate", "main 2")) {
        holder.rollback();
        process.exitsWith(ExitCode.TERMINATED.code());
      }
    }
    assertThat(database.lockstep(db).verify(List.of("main 2")).result()).hasToString("as recorded");
    theNextRunCompletes();
  }
}
