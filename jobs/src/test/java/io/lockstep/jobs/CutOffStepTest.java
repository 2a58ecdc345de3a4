package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.MigrateRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 within a step that has no transaction, and then another target than the killed run's. */
class CutOffStepTest {
  private static final String WAITS = "query ~* 'index concurrently' and wait_event_type = 'Lock'";

  @TempDir private Path db;

  private final TestDatabase database = TestDatabase.create();
  private LockstepProcess.Launch launch;

  @BeforeEach
  void anIndex() {
    new MigrationFolder(db)
        .file("main/V0001__t.sql", "create table t (v int);")
        .file("main/U0001__t.sql", "drop table t;")
        .file(
            "main/V0002__i.sql",
            "drop index concurrently if exists t_v_idx;\ncreate index concurrently t_v_idx on t (v);")
        .file("main/U0002__i.sql", "drop index concurrently if exists t_v_idx;");
    launch = LockstepProcess.Launch.on(database, db);
  }

  @Test
  void an_index_that_a_killed_run_was_building_is_not_forgotten() throws SQLException {
    migrate("main 1");
    killWhileAnotherTransactionIsWaitedFor("main 2");
    assertThat(launch.run("migrate", "main 1").exitsWith(3).err())
        .contains("apply V0002__i.sql", "did not end well", "migrate \"main 0002\"");
    launch.run("migrate", "main 2").exitsWith(0);
    launch.run("migrate", "main 1").exitsWith(0);
    assertThat(database.fingerprint()).doesNotContain("t_v_idx");
  }

  @Test
  void an_index_that_a_killed_run_was_dropping_is_not_forgotten() throws SQLException {
    migrate("main 2");
    killWhileAnotherTransactionIsWaitedFor("main 1");
    assertThat(launch.run("migrate", "main 2", "--dry-run").exitsWith(3).err())
        .contains("undo U0002__i.sql", "did not end well", "migrate \"main 0001\"");
    migrate("main 1");
    migrate("main 2");
    assertThat(database.fingerprint()).contains("t_v_idx").doesNotContain("(v) false");
  }

  /** In this process, which is quicker. */
  private void migrate(String target) {
    database.lockstep(db).migrate(MigrateRequest.of(List.of(target)));
  }

  private void killWhileAnotherTransactionIsWaitedFor(String target) throws SQLException {
    try (Connection other = database.connect();
        LockstepProcess victim = start(other, target)) {
      Sessions.await(database.jdbc(), WAITS);
      victim.kill();
      victim.exitCode();
    }
  }

  private LockstepProcess start(Connection other, String target) throws SQLException {
    other.setAutoCommit(false);
    other.createStatement().execute("select * from t");
    return launch.start("migrate", target);
  }
}
