package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Exit;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 1 and 5: a holder that stands still past its lease, and one whose process is dead. */
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
    folder.file("main/V0002__b.sql", "create table b (id int);\nselect pg_sleep(1);\n");
    try (LockstepProcess frozen = launch.start("migrate", "main latest", "--lease", "2s")) {
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      frozen.freeze();
      overtakeAndThaw(frozen);
    }
  }

  @Test
  void a_holder_frozen_between_two_steps_does_no_more_when_it_wakes() throws SQLException {
    folder.file("main/V0001__a.sql", "create table a (id int);\nselect pg_sleep(1);\n");
    try (Connection blocker = database.connect();
        LockstepProcess frozen = launch.start("migrate", "main latest", "--lease", "3s")) {
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      // The next step is written to the audit before it begins: there it meets this lock.
      blocker.setAutoCommit(false);
      blocker.createStatement().execute("select id from lockstep.run for update");
      Sessions.await(
          database.jdbc(), "wait_event_type = 'Lock' and query like '%update lockstep.run%'");
      assertThat(frozen.err()).contains("step 1 of 3: done").doesNotContain("step 2 of 3");
      frozen.freeze();
      blocker.rollback();
      overtakeAndThaw(frozen);
    }
  }

  private void overtakeAndThaw(LockstepProcess frozen) {
    LockstepProcess other = launch.run("migrate", "main zero").exitsWith(0);
    assertThat(other.err()).contains("frozen or cut off");
    assertThat(other.lockWait()).isLessThan(Duration.ofSeconds(5));
    launch.run("migrate", "main 1").exitsWith(0);
    String schema = database.fingerprint();
    List<String> history = history();

    frozen.thaw();

    frozen.exitsWith(Exit.LOCK_NOT_OBTAINED.code());
    assertThat(frozen.err()).contains("the lock was lost").doesNotContain("\tat ");
    assertThat(database.fingerprint()).isEqualTo(schema).doesNotContain("relation b ");
    assertThat(history()).isEqualTo(history);
    launch.run("migrate", "main latest").exitsWith(0);
  }

  @Test
  void after_kill_9_in_a_long_statement_the_next_takes_over_and_ends_the_orphaned_session() {
    folder.file("main/V0002__b.sql", "create table b (id int);\nselect pg_sleep(60);\n");
    try (LockstepProcess killed = launch.start("migrate", "main latest")) {
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      killed.kill();
      assertThat(killed.exitCode()).isEqualTo(128 + 9);
    }
    assertThat(Sessions.count(database.jdbc(), Sessions.SLEEPS)).as("orphans").isEqualTo(1);

    LockstepProcess heir = launch.run("migrate", "main 1").exitsWith(0);

    assertThat(heir.lockWait()).isLessThan(Duration.ofSeconds(5));
    assertThat(heir.err()).contains("taking over from");
    assertThat(Sessions.count(database.jdbc(), Sessions.SLEEPS)).as("orphans").isZero();
    assertThat(database.fingerprint()).contains("relation a ").doesNotContain("relation b ");
    assertThat(
            database
                .jdbc()
                .sql("select result from lockstep.run order by id")
                .query(String.class)
                .list())
        .containsExactly("died", "done");
  }

  @Test
  void a_waiter_that_may_not_end_the_session_of_a_frozen_holder_gives_up_in_time() {
    folder.file("main/V0002__b.sql", "select pg_sleep(1);\n");
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
              .exitsWith(Exit.LOCK_NOT_OBTAINED.code());

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
