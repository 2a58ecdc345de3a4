package io.lockstep.jobs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.MigrationFolder;
import io.lockstep.OwnServer;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The server goes away in the middle of a run, and comes back. */
class ServerRestartTest {
  @TempDir private Path db;

  @ParameterizedTest
  @ValueSource(strings = {"fast", "immediate", "kill -9"})
  void a_run_goes_on_after_a_restart_of_the_server(String mode, @TempDir Path data) {
    slowMigrations();
    try (OwnServer server = OwnServer.start(data)) {
      JdbcClient jdbc = server.jdbc();
      LockstepProcess.Launch launch = on(server);
      try (LockstepProcess process = launch.start("migrate", "main latest")) {
        Sessions.await(jdbc, Sessions.SLEEPS);
        restart(server, mode);
        process.exitsWith(0);
        assertThat(process.err()).contains("the connection to the database broke");
      }
      assertAppliedOnce(jdbc);
    }
  }

  @Test
  void a_run_goes_on_after_all_its_sessions_were_ended() {
    slowMigrations();
    TestDatabase database = TestDatabase.create();
    LockstepProcess.Launch launch = LockstepProcess.Launch.on(database, db);
    try (LockstepProcess process = launch.start("migrate", "main latest")) {
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      database
          .jdbc()
          .sql(
              "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                  + " current_database() and application_name like 'lockstep %'")
          .query()
          .listOfRows();
      process.exitsWith(0);
    }
    assertAppliedOnce(database.jdbc());
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "lock"})
  void a_run_goes_on_after_one_of_its_two_sessions_was_ended(String which) {
    slowMigrations();
    TestDatabase database = TestDatabase.create();
    LockstepProcess.Launch launch = LockstepProcess.Launch.on(database, db);
    try (LockstepProcess process = launch.start("migrate", "main latest")) {
      Sessions.await(database.jdbc(), Sessions.SLEEPS);
      String lock = "pid in (select pid from pg_locks where locktype = 'advisory')";
      database
          .jdbc()
          .sql(
              "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                  + " current_database() and application_name like 'lockstep %' and "
                  + (which.equals("lock") ? lock : "not " + lock))
          .query()
          .listOfRows();
      int code = process.exitCode();
      if (code != 0) {
        assertThat(process.err()).doesNotContain("\tat ", "a fault of Lockstep");
        launch.run("migrate", "main latest").exitsWith(0);
      }
    }
    assertAppliedOnce(database.jdbc());
  }

  private static void restart(OwnServer server, String mode) {
    if (mode.equals("kill -9")) {
      server.kill();
      // its children see that they are orphans, and only then a new server may begin
      await().atMost(30, SECONDS).ignoreExceptions().untilAsserted(server::startAgain);
    } else {
      server.restart(mode);
    }
  }

  private void slowMigrations() {
    MigrationFolder folder = new MigrationFolder(db);
    folder.file(
        "main/V1__log.sql",
        "create table step_log (step int);\ninsert into step_log values (1);\n");
    folder.file("main/V2__slow.sql", "insert into step_log values (2);\nselect pg_sleep(2);\n");
    folder.file("main/V3__last.sql", "insert into step_log values (3);\n");
  }

  private LockstepProcess.Launch on(OwnServer server) {
    return LockstepProcess.Launch.on(TestDatabase.create(), db)
        .with("POSTGRES_PORT", String.valueOf(server.port()))
        .with("POSTGRES_DB", "postgres");
  }

  private static void assertAppliedOnce(JdbcClient jdbc) {
    List<Integer> steps =
        jdbc.sql("select step from step_log order by 1").query(Integer.class).list();
    assertThat(steps).containsExactly(1, 2, 3);
    assertThat(
            jdbc.sql(
                    "select version from main_schema_history where success order by installed_rank")
                .query(String.class)
                .list())
        .containsExactly("1", "2", "3");
    assertThat(
            jdbc.sql("select count(*) from lockstep.run where result = 'running'")
                .query(Integer.class)
                .single())
        .isZero();
  }
}
