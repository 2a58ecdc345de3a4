package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.Retries;
import io.lockstep.run.report.RunReport;
import io.lockstep.status.Status;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What steps in batches do so that others are served as well. */
class BatchMannersTest {
  @TempDir private Path folder;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;

  @BeforeEach
  void aTable() {
    files =
        new MigrationFolder(folder)
            .file(
                "main/V0001__t.sql",
                "create table t (id int primary key, a int, size int); insert into t select n from generate_series(1, 60) n;")
            .file(
                "main/V0002__fill.sql",
                """
                -- lockstep: batch 20
                update t set a = id, size = :batch
                 where id in (select id from t where a is null order by id limit :batch);
                """);
    database.lockstep(folder).migrate(targets("main 1"));
  }

  private CompletableFuture<RunReport> start(Retries retries) {
    return CompletableFuture.supplyAsync(
        () -> database.lockstep(folder).migrate(with(retries, "main latest")));
  }

  private int count(String sql) {
    return database.jdbc().sql(sql).query(Integer.class).single();
  }

  @Test
  void a_batch_that_meets_a_locked_row_gives_way_and_is_tried_again_with_half_the_size()
      throws SQLException {
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      writer.createStatement().execute("select id from t where id = 15 for update");
      CompletableFuture<RunReport> run = start(new Retries(Duration.ofMillis(100), 1000));
      Patience.await().until(() -> count("select count(*) from t where a is not null") >= 10);
      assertThat(count("select size from t where id = 1")).isEqualTo(10);
      writer.rollback();
      assertThat(run.join().result()).hasToString("done");
    }
    assertThat(count("select count(*) from t where a = id")).isEqualTo(60);
  }

  @Test
  void a_row_that_stays_locked_ends_the_run_and_earlier_batches_stay() throws SQLException {
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      writer.createStatement().execute("select id from t where id = 25 for update");
      assertThat(
              problem(
                      ExitCode.LOCK_NOT_OBTAINED,
                      () ->
                          database
                              .lockstep(folder)
                              .migrate(with(new Retries(Duration.ofMillis(50), 2), "main latest")))
                  .text())
          .contains("The batch was rolled back; 20 rows in 1 batch before it are changed");
    }
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(count("select count(*) from t where a = id")).isEqualTo(60);
  }

  @Test
  void a_batch_waits_while_the_apps_query_is_true() {
    database.jdbc().sql("create table public.busy as select true as now").update();
    files.file("main/lockstep.properties", "batch.wait-while=select now from busy;");
    CompletableFuture<RunReport> run = start(Retries.DEFAULT);
    Patience.await().until(() -> count("select count(*) from lockstep.run where step = 1") == 1);
    Patience.await()
        .until(
            () ->
                count(
                        "select count(*) from pg_stat_activity where datname = current_database() and query like '%from busy%' and pid <> pg_backend_pid()")
                    > 0);
    assertThat(count("select count(*) from t where a is not null")).isZero();
    assertThat(run).isNotDone();
    database.jdbc().sql("update busy set now = false").update();
    assertThat(run.join().result()).hasToString("done");
  }

  @Test
  void a_query_that_fails_or_writes_ends_the_run_before_the_first_batch() {
    for (String query :
        List.of("select no_such()", "select 1", "select true from t", "select nextval('s') > 0")) {
      database.jdbc().sql("create sequence if not exists public.s").update();
      files.file("main/lockstep.properties", "batch.wait-while=" + query);
      assertThat(
              problem(
                      ExitCode.MIGRATION_FAILED,
                      () -> database.lockstep(folder).migrate(targets("main latest")))
                  .text())
          .contains("batch.wait-while=" + query, "lockstep.properties");
    }
    assertThat(count("select count(*) from t where a is not null")).isZero();
  }

  @Test
  void a_pause_that_is_longer_than_the_lease_is_not_taken_for_a_lost_connection() {
    files
        .file("main/lockstep.properties", "batch.pace=25\nbatch.target=1min")
        .file(
            "main/V0002__fill.sql",
            """
            -- lockstep: batch 60
            update t set a = id
             where id in (select id from t, pg_sleep(0.1) where a is null order by id limit :batch);
            """);
    RunReport report =
        database.lockstep(folder).migrate(with(Duration.ofSeconds(2), "main latest"));
    assertThat(report.result()).hasToString("done");
    assertThat(count("select count(*) from t where a = id")).isEqualTo(60);
    assertThat(count("select count(*) from lockstep.run where result = 'died'")).isZero();
  }

  @Test
  void a_pause_follows_the_batchs_time() {
    files
        .file("main/lockstep.properties", "batch.pace=2\nbatch.target=1min")
        .file(
            "main/V0002__fill.sql",
            """
            -- lockstep: batch
            with slow as materialized (select pg_sleep(0.05))
            update t set a = t.id from slow
             where t.id in (select id from t where a is null order by id limit 20);
            """);
    Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
    CancellableClock real = new ProcessClock(() -> Duration.ZERO);
    CancellableClock clock = new PauseRecorder(real, pauses);
    database.lockstep(folder, clock).migrate(targets("main latest"));
    assertThat(pauses).hasSize(3).allMatch(pause -> pause.toMillis() >= 100);
  }

  @Test
  void a_setting_that_is_none_is_refused() {
    files.file("main/lockstep.properties", "batch.pace=quick");
    assertThat(problem(ExitCode.USAGE, () -> database.lockstep(folder).list()).text())
        .contains("batch.pace=quick", "no pace");
    files.file("main/lockstep.properties", "batch.target=5");
    assertThat(problem(ExitCode.USAGE, () -> database.lockstep(folder).list()).text())
        .contains("batch.target=5", "500ms");
    files.file("main/lockstep.properties", "batch.max-lag=off\nbatch.target=2min");
    database.lockstep(folder).list();
  }

  @Test
  void status_shows_how_far_the_batches_are() throws SQLException {
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      writer.createStatement().execute("select id from t where id = 45 for update");
      CompletableFuture<RunReport> run = start(new Retries(Duration.ofSeconds(30), 3));
      Patience.await().until(() -> count("select count(*) from t where a is not null") >= 20);
      Status status = database.lockstep(folder).status(List.of("main latest"));
      assertThat(status.batch().orElseThrow().rows()).isBetween(20L, 40L);
      assertThat(status.lines().get(status.lines().size() - 1)).contains(" rows in ", " batch");
      writer.rollback();
      run.join();
    }
    assertThat(database.lockstep(folder).status(List.of("main latest")).batch()).isEmpty();
  }

  /** The real time, whose pauses are noted and not made. */
  private record PauseRecorder(CancellableClock real, Queue<Duration> pauses)
      implements CancellableClock {
    @Override
    public Duration elapsed() {
      return real.elapsed();
    }

    @Override
    public Duration uptime() {
      return real.uptime();
    }

    @Override
    public void pause(Duration duration) {
      pauses.add(duration);
    }

    @Override
    public void checkpoint() {
      real.checkpoint();
    }

    @Override
    public boolean isEnding() {
      return real.isEnding();
    }
  }
}
