package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 1 and 5: a holder that stands still past its lease, and one whose process is dead. */
@Execution(ExecutionMode.CONCURRENT)
class FrozenProcessTest {
  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder folder;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void slowMigrations(@TempDir Path db) {
    folder = new MigrationFolder(db).threeTables();
    launch = LockstepProcess.Launch.on(database, db);
  }

  @Test
  void a_holder_frozen_while_its_statement_runs_commits_nothing_when_it_wakes() {
    folder.file("main/V0002__b.sql", "create table b (id int);\nselect pg_sleep(3);\n");
    try (LockstepProcess frozen = launch.start("migrate", "main latest", "--lease", "2s")) {
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      frozen.freeze();
      overtakeAndThaw(frozen);
    }
  }

  @Test
  void a_holder_frozen_between_two_steps_does_no_more_when_it_wakes() throws SQLException {
    folder.file("main/V0001__a.sql", "create table a (id int);\nselect pg_sleep(3);\n");
    try (Connection blocker = database.connect();
        LockstepProcess frozen = launch.start("migrate", "main latest", "--lease", "3s")) {
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      // The next step is written to the audit before it begins: there it meets this lock.
      blocker.setAutoCommit(false);
      blocker.createStatement().execute("select id from lockstep.run for update");
      Sessions.await(
          database.jdbc(), "wait_event_type = 'Lock' and query like '%update lockstep.run%'");
      frozen.says("step 1 of 3: done");
      assertThat(frozen.err()).doesNotContain("step 2 of 3");
      frozen.freeze();
      blocker.rollback();
      overtakeAndThaw(frozen);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table b (id int);\nset application_name = 'backfill';\nselect pg_sleep(60);\n",
        "-- lockstep: no-transaction\nset application_name = 'backfill';\nselect pg_sleep(60);\n"
      })
  void a_holder_that_stood_still_for_longer_than_its_lease_ends_its_sessions_and_says_what_it_knows(
      String sql) {
    folder.file("main/V0002__b.sql", sql);
    try (LockstepProcess frozen = launch.start("migrate", "main latest", "--lease", "2s")) {
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      frozen.freeze();
      Sessions.awaitExpiredLease(database.jdbc());
      frozen.thaw();
      frozen.exitsWith(ExitCode.LOCK_NOT_OBTAINED.code());
      assertThat(Sessions.count(database.jdbc(), Sessions.SLEEPS)).as("left behind").isZero();
      assertThat(frozen.err())
          .contains(
              sql.startsWith("--") ? "part of it may be done" : "V0002__b.sql was rolled back");
    }
    assertThat(database.runResults()).containsExactly("failed");
    launch.run("migrate", "main 1").exitsWith(sql.startsWith("--") ? 3 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main 1", "main 2"})
  void a_killed_runs_renamed_session_is_ended_before_the_next_one_works(String target) {
    folder
        .file("main/V0002__b.sql", slow("create table b (id int);"))
        .file("main/U0002__b.sql", slow("drop table b;"));
    if (target.equals("main 1")) {
      folder.file("main/V0002__b.sql", "create table b (id int);");
      launch.run("migrate", "main 2").exitsWith(0);
    }
    try (LockstepProcess killed = launch.start("migrate", target)) {
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      killed.kill();
      killed.exitCode();
    }
    try (LockstepProcess heir = launch.start("migrate", target)) {
      Patience.await().until(() -> heir.err().contains("lock obtained"));
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      assertThat(Sessions.count(database.jdbc(), Sessions.SLEEPS)).as("at work").isEqualTo(1);
      assertThat(heir.err()).contains("taking over from");
    }
  }

  private static String slow(String sql) {
    return sql + "\nset application_name = 'backfill';\nselect pg_sleep(60);\n";
  }

  private void overtakeAndThaw(LockstepProcess frozen) {
    LockstepProcess other = launch.run("migrate", "main zero").exitsWith(0);
    assertThat(other.err()).contains("frozen or cut off");
    assertThat(other.lockWait()).isLessThan(Sessions.LONG_BEFORE_A_LEASE_ENDS);
    launch.run("migrate", "main 1").exitsWith(0);
    String schema = database.fingerprint();
    List<String> history = history();

    frozen.thaw();

    frozen.exitsWith(ExitCode.LOCK_NOT_OBTAINED.code());
    assertThat(frozen.err()).contains("the lock was lost").doesNotContain("\tat ");
    assertThat(database.fingerprint()).isEqualTo(schema).doesNotContain("relation b ");
    assertThat(history()).isEqualTo(history);
    launch.run("migrate", "main latest").exitsWith(0);
  }

  @Test
  void the_next_run_takes_over_after_kill_9_in_a_long_statement_and_ends_the_orphaned_session() {
    // Without this setting of its own the server may notice the dead client first, within a second.
    folder.file(
        "main/V0002__b.sql",
        """
        create table b (id int);
        set client_connection_check_interval = 0;
        select pg_sleep(60);
        """);
    try (LockstepProcess killed = launch.start("migrate", "main latest")) {
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      killed.kill();
      assertThat(killed.exitCode()).isEqualTo(128 + 9);
    }
    assertThat(Sessions.count(database.jdbc(), Sessions.SLEEPS)).as("orphans").isEqualTo(1);

    LockstepProcess heir = launch.run("migrate", "main 1").exitsWith(0);

    assertThat(heir.lockWait()).isLessThan(Sessions.LONG_BEFORE_A_LEASE_ENDS);
    assertThat(heir.err()).contains("taking over from");
    assertThat(Sessions.count(database.jdbc(), Sessions.SLEEPS)).as("orphans").isZero();
    assertThat(database.fingerprint()).contains("relation a ").doesNotContain("relation b ");
    assertThat(database.runResults()).containsExactly("died", "done");
  }

  @Test
  void a_waiter_that_may_not_end_the_session_of_a_frozen_holder_gives_up_in_time() {
    folder.file("main/V0002__b.sql", "select pg_sleep(3);\n");
    launch.run("migrate", "main 1").exitsWith(0);
    database.jdbc().sql("create role weak_%s login".formatted(database.name())).update();
    database
        .jdbc()
        .sql("grant all on schema lockstep to weak_%s".formatted(database.name()))
        .update();
    database
        .jdbc()
        .sql("grant all on all tables in schema lockstep to weak_%s".formatted(database.name()))
        .update();
    try (LockstepProcess frozen = launch.start("migrate", "main latest", "--lease", "2s")) {
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      frozen.freeze();

      LockstepProcess weak =
          launch
              .with("POSTGRES_USER", "weak_" + database.name())
              .run("migrate", "main zero", "--lock-wait", "4s")
              .exitsWith(ExitCode.LOCK_NOT_OBTAINED.code());

      assertThat(weak.err()).contains("belong to another role");
      assertThat(weak.err().lines().count()).as("lines, not a flood").isLessThan(20);
    }
  }

  private List<String> history() {
    return database
        .jdbc()
        .sql("select type || script from main_schema_history order by installed_rank")
        .query(String.class)
        .list();
  }
}
