package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step in batches whose process is killed, asked to end, frozen, or replaced by a newer one. */
@Execution(ExecutionMode.CONCURRENT)
class BatchProcessTest {
  private static final String ROWS = "select count(*) from t where a is not null";

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder folder;
  private LockstepProcess.Launch launch;

  /** Each batch takes a tenth of a second, and all of them a minute. */
  @BeforeEach
  void aSlowBackfill(@TempDir Path db) {
    folder =
        new MigrationFolder(db)
            .file("main/lockstep.properties", "batch.target=1ms\nbatch.pace=0")
            .file(
                "main/V0001__t.sql",
                "create table t (id int primary key, a int, writes int not null default 0);\ninsert into t select n from generate_series(1, 600) n;")
            .file("main/V0002__fill.sql", fill("pg_sleep(0.1)"));
    launch = LockstepProcess.Launch.on(database, db);
  }

  private static String fill(String slow) {
    return """
        -- lockstep: batch
        with due as materialized (select id from t where a is null order by id limit 1),
             slow as materialized (select %s from due)
        update t set a = t.id, writes = writes + 1 from due, slow where t.id = due.id;
        """
        .formatted(slow);
  }

  private void finishes() {
    folder.file("main/V0002__fill.sql", fill("1").replace("limit 1", "limit 50"));
    launch.run("migrate", "main latest").exitsWith(0);
    assertThat(ThirtySet.count(database.jdbc(), ROWS)).isEqualTo(600);
    assertThat(ThirtySet.count(database.jdbc(), "select count(*) from t where writes = 1"))
        .as("each row is changed once")
        .isEqualTo(600);
    assertThat(
            ThirtySet.count(
                database.jdbc(),
                "select rows_changed::int from lockstep.step where script like 'V0002%' and result = 'done'"))
        .as("rows over all runs")
        .isEqualTo(600);
  }

  private void awaitRows() {
    Patience.await().until(() -> started() && ThirtySet.count(database.jdbc(), ROWS) >= 3);
  }

  private boolean started() {
    return database.jdbc().sql("select to_regclass('t') is not null").query(Boolean.class).single();
  }

  @Test
  void a_killed_run_loses_one_batch_at_most_and_the_next_goes_on() {
    try (LockstepProcess killed = launch.start("migrate", "main latest")) {
      awaitRows();
      killed.kill();
      killed.exitCode();
    }
    int before = ThirtySet.count(database.jdbc(), ROWS);
    assertThat(before).isBetween(3, 599);
    LockstepProcess plan = launch.run("plan", "main latest").exitsWith(0);
    assertThat(plan.out()).contains("(in batches)", "V0002__fill.sql was begun: ");
    finishes();
  }

  @Test
  void a_run_that_is_asked_to_end_ends_after_its_batch_and_says_what_stays() {
    try (LockstepProcess ended = launch.start("migrate", "main latest")) {
      awaitRows();
      ended.terminate();
      ended.exitsWith(ExitCode.TERMINATED.code());
      int rows = ThirtySet.count(database.jdbc(), ROWS);
      assertThat(ended.err())
          .contains("asked to end (SIGTERM)", "Run the same command again to go on")
          .contains("%,d rows in %,d batches are changed and stay.".formatted(rows, rows))
          .doesNotContain("rolled back", "\tat ");
    }
    finishes();
  }

  @Test
  void a_batch_that_takes_longer_than_the_grace_is_cancelled_and_earlier_ones_stay() {
    folder.file("main/V0002__fill.sql", fill("pg_sleep(case when due.id < 3 then 0 else 60 end)"));
    try (LockstepProcess ended = launch.start("migrate", "main latest")) {
      Patience.await().until(() -> started() && ThirtySet.count(database.jdbc(), ROWS) == 2);
      ended.terminate();
      ended.exitsWith(ExitCode.TERMINATED.code());
      assertThat(ended.err())
          .contains("was cancelled")
          .contains("The batch was rolled back; 2 rows in 2 batches before it are changed")
          .contains("Run the same command again to go on.");
    }
    finishes();
  }

  /** With the one pace it is mostly frozen inside a batch, with the other between two. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "9"})
  void a_frozen_holder_commits_no_batch_after_a_take_over(String pace) {
    folder.file("main/lockstep.properties", "batch.pace=" + pace);
    try (LockstepProcess frozen = launch.start("migrate", "main latest", "--lease", "2s")) {
      awaitRows();
      frozen.freeze();
      LockstepProcess other = launch.run("migrate", "main 1").exitsWith(0);
      assertThat(other.err()).contains("frozen or cut off");
      int rows = ThirtySet.count(database.jdbc(), ROWS);
      frozen.thaw();
      frozen.exitsWith(ExitCode.LOCK_NOT_OBTAINED.code());
      assertThat(frozen.err()).contains("the lock was lost").doesNotContain("\tat ");
      assertThat(ThirtySet.count(database.jdbc(), ROWS)).isEqualTo(rows);
    }
    finishes();
  }

  @Test
  void a_newer_rollout_that_waits_replaces_it_after_its_batch() {
    try (LockstepProcess older = launch.start("migrate", "main latest", "--rollout", "shop@1")) {
      awaitRows();
      folder.file("main/V0002__fill.sql", fill("1").replace("limit 1", "limit 50"));
      launch.run("migrate", "main latest", "--rollout", "shop@2").exitsWith(0);
      older.exitsWith(0);
      assertThat(older.err()).contains("superseded: ", "are changed and stay");
    }
    assertThat(ThirtySet.count(database.jdbc(), "select count(*) from t where writes = 1"))
        .isEqualTo(600);
    assertThat(database.runResults()).containsExactly("stopped", "done");
  }

  @Test
  void a_rollout_that_is_not_newer_waits_for_all_batches() {
    folder.file("main/V0002__fill.sql", fill("pg_sleep(0.01)"));
    try (LockstepProcess holder = launch.start("migrate", "main latest", "--rollout", "shop@2");
        LockstepProcess other = startedLater("shop@1")) {
      holder.exitsWith(0);
      assertThat(holder.err()).contains("done: main is at 0002");
      other.exitsWith(0);
      assertThat(other.err()).contains("superseded: a newer rollout");
    }
    assertThat(ThirtySet.count(database.jdbc(), ROWS)).isEqualTo(600);
  }

  private LockstepProcess startedLater(String rollout) {
    awaitRows();
    return launch.start("migrate", "main latest", "--rollout", rollout);
  }
}
