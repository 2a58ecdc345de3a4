package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.PlanOptions;
import io.lockstep.run.report.Retries;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody holds, for long, a lock that keeps even readers out. */
class BlockedReaderTest {
  private static final Retries SHORT = new Retries(Duration.ofMillis(300), 2);

  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @Test
  void whoever_only_reads_gives_up_and_says_who_blocks() throws SQLException {
    new MigrationFolder(folder).threeTables();
    Lockstep lockstep = database.lockstep(folder);
    lockstep.migrate(targets("main latest"));
    try (Connection holder = database.connect()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("set application_name = 'maintenance'");
      holder.createStatement().execute("lock table main_schema_history in access exclusive mode");
      List<Runnable> readings =
          List.of(
              lockstep::list,
              lockstep::check,
              () -> lockstep.status(List.of("main latest")),
              () -> lockstep.plan(List.of("main zero"), PlanOptions.STRICT),
              () -> lockstep.verify(List.of()));
      Stream<CompletableFuture<String>> texts =
          readings.stream()
              .map(
                  reading ->
                      CompletableFuture.supplyAsync(
                          () -> problem(ExitCode.LOCK_NOT_OBTAINED, reading).text(),
                          command -> new Thread(command).start()))
              .toList()
              .stream();
      assertThat(texts.map(CompletableFuture::join))
          .hasSize(5)
          .allSatisfy(
              text ->
                  assertThat(text)
                      .contains(
                          "canceling statement due to lock timeout",
                          "blocked by session",
                          "maintenance"));
      assertThat(
              problem(ExitCode.LOCK_NOT_OBTAINED, () -> lockstep.migrate(with(SHORT, "main 1")))
                  .text())
          .contains("lock timeout");
    }
    assertThat(lockstep.list().apps().get(0).current()).isEqualTo("0003");
    assertThat(lockstep.migrate(targets("main 1")).result()).hasToString("done");
  }
}
