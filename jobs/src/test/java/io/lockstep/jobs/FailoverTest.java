package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import io.lockstep.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The primary is lost, and its streaming standby takes its place. */
class FailoverTest {
  @TempDir private Path db;
  @TempDir private Path data;
  private Replicas replicas;
  private Network network;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void start() throws IOException, SQLException {
    SlowSteps.write(db);
    replicas = Replicas.start(data);
    network = Network.to(replicas.primaryPort());
    launch =
        LockstepProcess.Launch.on(TestDatabase.create(), db)
            .with("POSTGRES_PORT", String.valueOf(network.port()))
            .with("POSTGRES_DB", "postgres");
  }

  @AfterEach
  void stop() throws IOException {
    network.close();
    replicas.close();
  }

  @Test
  void a_run_goes_on_at_the_promoted_standby_when_the_primary_dies() {
    replicas.synchronous();
    try (LockstepProcess process = launch.start("migrate", "main latest")) {
      Sessions.await(replicas.primary(), SlowSteps.WAITS);
      network.leadTo(replicas.standbyPort());
      replicas.killPrimary();
      replicas.promote();
      SlowSteps.goOn(db);
      process.exitsWith(0);
    }
    SlowSteps.assertAppliedOnce(replicas.standby());
  }

  @Test
  void a_run_leaves_a_primary_that_waits_for_a_standby_that_was_promoted() {
    replicas.synchronous();
    try (LockstepProcess process = launch.start("migrate", "main latest", "--lease", "6s")) {
      Sessions.await(replicas.primary(), SlowSteps.WAITS);
      network.leadTo(replicas.standbyPort());
      replicas.promote();
      SlowSteps.goOn(db);
      process.exitsWith(0);
      // the old primary answers no commit any more, the lease's extension neither
      assertThat(process.err()).contains("the connection to the database broke");
    }
    SlowSteps.assertAppliedOnce(replicas.standby());
  }

  @Test
  void the_next_run_applies_again_the_steps_that_an_asynchronous_standby_never_got() {
    SlowSteps.goOn(db);
    launch.run("migrate", "main 1").exitsWith(0);
    replicas.caughtUp();
    replicas.stopStandby();
    launch.run("migrate", "main latest").exitsWith(0);
    network.leadTo(replicas.standbyPort());
    replicas.killPrimary();
    replicas.startStandby();
    assertStandbyIsRefused();
    replicas.promote();
    assertThat(SlowSteps.done(replicas.standby())).as("what was lost").containsExactly(1);
    launch.run("migrate", "main latest").exitsWith(0);
    SlowSteps.assertAppliedOnce(replicas.standby());
  }

  private void assertStandbyIsRefused() {
    assertThat(launch.run("migrate", "main latest").exitsWith(ExitCode.REFUSED.code()).err())
        .contains("this is a standby (in recovery)", "Give the primary")
        .doesNotContain("\tat ");
  }
}
