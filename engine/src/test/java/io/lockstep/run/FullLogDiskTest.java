package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.ManualClock;
import io.lockstep.MigrationFolder;
import io.lockstep.OwnServer;
import io.lockstep.SmallDisk;
import io.lockstep.run.report.StepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the write-ahead log fills up in a step: PostgreSQL ends itself (PANIC). */
class FullLogDiskTest {
  @TempDir private Path db;
  @TempDir private Path data;
  @TempDir private Path folderOfDisk;

  @Test
  void a_step_that_ends_the_server_is_given_up_and_done_once_when_there_is_space()
      throws IOException {
    new MigrationFolder(db)
        .threeTables()
        .file(
            "main/V0002__b.sql",
            "create table b as select repeat(i::text, 50) as t from generate_series(1, 600000) i;");
    try (SmallDisk disk = SmallDisk.over(folderOfDisk, 64);
        OwnServer server = OwnServer.start(data)) {
      server.stop("fast");
      moveLog();
      server.startAgain();

      Lockstep impatient = server.lockstep(db, new ManualClock(() -> {}));
      LockstepException problem =
          problem(ExitCode.UNREACHABLE, () -> impatient.migrate(targets("main latest")));
      assertThat(problem.text()).contains("tried for 10 s");

      disk.growTo(512);
      // it has ended by now, or is about to
      await().ignoreExceptions().untilAsserted(() -> server.restart("immediate"));
      assertThat(server.lockstep(db).migrate(targets("main latest")).steps())
          .map(StepReport::script)
          .containsExactly("V0002__b.sql", "V0003__c.sql");
      assertThat(server.jdbc().sql("select count(*) from b").query(Integer.class).single())
          .isEqualTo(600_000);
      assertThat(
              server
                  .jdbc()
                  .sql("select result from lockstep.run order by started_at")
                  .query(String.class)
                  .list())
          .isEqualTo(List.of("died", "done"));
    }
  }

  private void moveLog() throws IOException {
    Path log = data.resolve("pg_wal");
    Path moved = folderOfDisk.resolve("pg_wal");
    new ProcessBuilder("mv", log.toString(), moved.toString()).inheritIO().start().onExit().join();
    Files.createSymbolicLink(log, moved);
  }
}
