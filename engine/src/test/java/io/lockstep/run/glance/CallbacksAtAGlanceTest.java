package io.lockstep.run.glance;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.database.Settings;
import io.lockstep.network.Network;
import io.lockstep.run.AtAGlance;
import io.lockstep.run.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks that come with a migration are no reason to take the lock. */
class CallbacksAtAGlanceTest {
  private static final String MAY_BEGIN = "pg_try_advisory_lock(";

  private final TestDatabase database = TestDatabase.create();
  private final ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
  @TempDir private Path db;
  private MigrationFolder folder;

  @BeforeEach
  void atLatest() {
    folder =
        new MigrationFolder(db)
            .threeTables()
            .file("main/beforeEachMigrate.sql", "select 1")
            .file("main/beforeRepeatables.sql", "select 1")
            .file("main/afterMigrateError.sql", "select 1");
    run(database.settings());
  }

  @Test
  void a_run_that_applies_nothing_needs_no_lock_for_them() throws IOException {
    folder.file("main/afterMigrateApplied.sql", "create table if not exists applied ()");
    try (Network network = Network.to(TestDatabase.port())) {
      assertThat(run(network.through(database.settings())).result()).hasToString("nothing to do");
      assertThat(network.sent()).doesNotContain(MAY_BEGIN);
    }
  }

  @Test
  void one_that_a_failed_run_owes_is_called() {
    folder
        .file("main/afterMigrateApplied.sql", "create table if not exists applied ()")
        .file("main/V0004__d.sql", "nonsense");
    problem(ExitCode.MIGRATION_FAILED, () -> run(database.settings()));
    folder.without("main/V0004__d.sql");
    run(database.settings());
    assertThat(database.fingerprint()).contains("applied");
  }

  @Test
  void one_that_comes_in_each_run_is_called_in_each() {
    folder.file("main/afterMigrate.sql", "create table if not exists called ()");
    run(database.settings());
    database.jdbc().sql("drop table called").update();
    run(database.settings());
    assertThat(database.fingerprint()).contains("called");
  }

  private RunReport run(Settings settings) {
    return AtAGlance.run(settings, folder.path(), clock, targets("main latest"));
  }
}
