package io.lockstep.jobs;

import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.OwnServer;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The server goes away in the middle of a run, and comes back. */
class ServerRestartTest {
  @TempDir private Path db;

  @BeforeEach
  void migrations() {
    SlowSteps.write(db);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "immediate", "kill -9"})
  void a_run_goes_on_after_a_restart_of_the_server(String mode, @TempDir Path data) {
    try (OwnServer server = OwnServer.start(data)) {
      JdbcClient jdbc = server.jdbc();
      LockstepProcess.Launch launch = on(server);
      try (LockstepProcess process = launch.start("migrate", "main latest")) {
        Sessions.await(jdbc, SlowSteps.WAITS);
        restart(server, mode);
        SlowSteps.goOn(db);
        process.exitsWith(0);
        assertThat(process.err()).contains("the connection to the database broke");
      }
      SlowSteps.assertAppliedOnce(jdbc);
    }
  }

  /** A number that was not on disk when the server crashed is given to another transaction. */
  @Test
  void a_frozen_run_does_not_take_the_transaction_of_another_for_its_own(@TempDir Path data) {
    new MigrationFolder(db).file("main/V2__slow.sql", "select pg_sleep(60);\n");
    try (OwnServer server = OwnServer.start(data);
        LockstepProcess frozen = on(server).start("migrate", "main latest")) {
      JdbcClient jdbc = server.jdbc();
      Sessions.await(jdbc, Sessions.SLEEPS);
      frozen.freeze();
      long number =
          jdbc.sql("select max(backend_xid::text::bigint) from pg_stat_activity")
              .query(Long.class)
              .single();
      server.restart("immediate");
      await().ignoreExceptions().until(() -> transaction(jdbc) > number);
      jdbc.sql("delete from lockstep.lease").update();
      frozen.thaw();
      frozen.exitsWith(ExitCode.LOCK_NOT_OBTAINED.code());
      assertThat(SlowSteps.done(jdbc)).containsExactly(1);
      assertThat(frozen.err()).contains("V2__slow.sql").doesNotContain("had committed");
    }
  }

  private static long transaction(JdbcClient jdbc) {
    return jdbc.sql("select pg_catalog.txid_current()").query(Long.class).single();
  }

  @Test
  void a_run_goes_on_after_all_its_sessions_were_ended() {
    TestDatabase database = TestDatabase.create();
    LockstepProcess.Launch launch = LockstepProcess.Launch.on(database, db);
    try (LockstepProcess process = launch.start("migrate", "main latest")) {
      Sessions.await(database.jdbc(), SlowSteps.WAITS);
      database
          .jdbc()
          .sql(
              "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                  + " current_database() and application_name like 'lockstep %'")
          .query()
          .listOfRows();
      SlowSteps.goOn(db);
      process.exitsWith(0);
    }
    SlowSteps.assertAppliedOnce(database.jdbc());
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "lock"})
  void a_run_goes_on_after_one_of_its_two_sessions_was_ended(String which) {
    TestDatabase database = TestDatabase.create();
    LockstepProcess.Launch launch = LockstepProcess.Launch.on(database, db);
    try (LockstepProcess process = launch.start("migrate", "main latest")) {
      Sessions.await(database.jdbc(), SlowSteps.WAITS);
      String lock = "pid in (select pid from pg_locks where locktype = 'advisory')";
      database
          .jdbc()
          .sql(
              "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                  + " current_database() and application_name like 'lockstep %' and "
                  + (which.equals("lock") ? lock : "not " + lock))
          .query()
          .listOfRows();
      SlowSteps.goOn(db);
      int code = process.exitCode();
      if (code != 0) {
        assertThat(process.err()).doesNotContain("\tat ", "an internal error");
        launch.run("migrate", "main latest").exitsWith(0);
      }
    }
    SlowSteps.assertAppliedOnce(database.jdbc());
  }

  private static void restart(OwnServer server, String mode) {
    if (mode.equals("kill -9")) {
      server.kill();
      // its children see that they are orphans, and only then a new server may begin
      await().ignoreExceptions().untilAsserted(server::startAgain);
    } else {
      server.restart(mode);
    }
  }

  private LockstepProcess.Launch on(OwnServer server) {
    return LockstepProcess.Launch.on(TestDatabase.create(), db)
        .with("POSTGRES_PORT", String.valueOf(server.port()))
        .with("POSTGRES_DB", "postgres");
  }
}
