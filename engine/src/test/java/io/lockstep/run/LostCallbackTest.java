package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.network.Fault.Effect;
import io.lockstep.network.Message;
import io.lockstep.network.Network;
import io.lockstep.network.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The callback of a failure loses its connection, while the server goes on with its statement. */
class LostCallbackTest {
  private static final String AT_WORK =
      "select count(*) from pg_stat_activity where state = 'active' and datname = current_database() and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()";

  @TempDir private Path folder;

  private final TestDatabase database = TestDatabase.create();

  @ParameterizedTest
  @ValueSource(strings = {"afterEachMigrateError", "afterMigrateError"})
  void the_run_frees_the_lock_only_when_its_session_is_gone(String event) throws IOException {
    new MigrationFolder(folder)
        .threeTables()
        .file("main/V0002__b.sql", "select 1/0;")
        .file(
            "main/" + event + ".sql",
            "set client_connection_check_interval = 0;\nselect pg_sleep(60);");
    try (Network network = Network.to(TestDatabase.port(), this::cutInTheSleep)) {
      ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
      Lockstep lockstep =
          new Lockstep(
              new Connector(network.through(database.settings()), clock, Duration.ofSeconds(10)),
              CatalogReader.read(folder),
              clock);
      assertThat(
              problem(ExitCode.MIGRATION_FAILED, () -> lockstep.migrate(targets("main latest")))
                  .text())
          .contains("V0002__b.sql", "division by zero");
    }
    assertThat(count(AT_WORK)).isZero();
    assertThat(count("select count(*) from lockstep.lease")).isZero();
  }

  @Test
  void a_run_that_is_asked_to_end_does_not_wait_for_the_callback() {
    new MigrationFolder(folder)
        .threeTables()
        .file("main/V0002__b.sql", "select 1/0;")
        .file("main/afterMigrateError.sql", "select pg_sleep(600);");
    ProcessClock clock = new ProcessClock(Optional.of(Duration.ZERO));
    Thread ending =
        new Thread(
            () -> {
              await().until(() -> count(AT_WORK.replace("60", "600")) == 1);
              clock.stop();
            });
    ending.setDaemon(true);
    ending.start();
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            problem(
                ExitCode.MIGRATION_FAILED,
                () -> database.lockstep(folder, clock).migrate(targets("main latest"))));
    assertThat(count(AT_WORK.replace("60", "600"))).isZero();
  }

  private Effect cutInTheSleep(Wire wire, Message message) {
    if (message.text().contains("pg_sleep(60)")) {
      Thread cutting =
          new Thread(
              () -> {
                await().until(() -> count(AT_WORK) == 1);
                wire.cut();
              });
      cutting.setDaemon(true);
      cutting.start();
    }
    return Effect.PASSES;
  }

  private long count(String sql) {
    return database.jdbc().sql(sql).query(Long.class).single();
  }
}
