package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.OwnServer;
import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server loses what it had committed last, in the middle of a run: it crashes with
 * synchronous_commit off, as a standby may take over that was behind.
 */
class LostCommitsTest {
  @TempDir private Path db;
  @TempDir private Path data;
  private OwnServer server;
  private boolean crashed;

  @BeforeEach
  void start() {
    new MigrationFolder(db)
        .file("shop/V0001__a.sql", "create table a (id int);")
        .file("stock/V0001__b.sql", "create table b (id int);");
    server = OwnServer.start(data);
    server.jdbc().sql("alter system set wal_writer_delay = '10s'").update();
    server.restart("fast");
    server.jdbc().sql("alter database postgres set synchronous_commit = off").update();
  }

  @AfterEach
  void end() {
    server.close();
  }

  /** All that was committed before the first step is on the disk, and nothing after it. */
  private void crashInTheSecondApp(RunEvent event) {
    if (event instanceof RunEvent.StepBegan step && !crashed) {
      if (step.app().equals("shop")) {
        server.jdbc().sql("alter database postgres set timezone = 'UTC'").update();
        server.jdbc().sql("checkpoint").update();
      } else {
        crashed = true;
        server.restart("immediate");
      }
    }
  }

  @Test
  void a_target_that_was_reached_is_reached_again_before_the_run_is_done() {
    ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
    RunListener listener = this::crashInTheSecondApp;
    RunReport report =
        new Lockstep(
                new Connector(server.settings(), clock, Duration.ofSeconds(10)),
                CatalogReader.read(db),
                clock,
                listener)
            .migrate(targets("shop latest", "stock latest"));
    assertThat(crashed).isTrue();
    assertThat(report.result()).hasToString("done");
    assertThat(server.lockstep(db).status(List.of("shop latest", "stock latest")).reached())
        .isTrue();
  }
}
