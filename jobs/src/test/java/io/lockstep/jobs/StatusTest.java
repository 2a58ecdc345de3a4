package io.lockstep.jobs;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void migrations() {
    launch = LockstepProcess.Launch.on(database, new MigrationFolder(db).threeTables().path());
  }

  @Test
  void status_says_whether_each_target_is_reached() {
    database.lockstep(db).migrate(targets("main 2"));
    assertThat(launch.run("status", "main 1").exitsWith(0).out())
        .isEqualTo("main is at 0002: main 1 reached\n");
    LockstepProcess missing =
        launch.run("status", "main latest", "polls 1").exitsWith(ExitCode.REFUSED.code());
    assertThat(missing.out())
        .contains("main is at 0002, and not at latest yet")
        .contains("this image has no app polls");
    assertThat(missing.err()).contains("wait for who does with --wait").doesNotContain("\tat ");
    assertThat(launch.run("status", "--json", "main 2").exitsWith(0).out())
        .contains("\"target\" : \"main 2\"")
        .contains("\"at\" : \"0002\"");
  }

  @Test
  void status_with_wait_logs_each_change_and_ends_when_the_run_has_ended() {
    Gate gate = new Gate(database.jdbc());
    new MigrationFolder(db).file("main/V0003__c.sql", Gate.SCRIPT);
    try (LockstepProcess waiting = launch.start("status", "--wait", "5m", "main latest")) {
      waiting.says("main is at zero, and not at latest yet");
      try (LockstepProcess run = launch.start("migrate", "main latest")) {
        gate.awaitSomebody();
        waiting.says("main is at 0002, and not at latest yet");
        waiting.says("step 3 of 3: V0003__c.sql since");
        assertThat(waiting.isAlive()).isTrue();
        gate.open();
        run.exitsWith(0);
      }
      assertThat(waiting.exitsWith(0).out()).contains("main is at 0003: main latest reached");
    }
  }

  @Test
  void the_wait_has_an_end() {
    LockstepProcess waiting =
        launch.run("status", "--wait=1s", "main latest").exitsWith(ExitCode.REFUSED.code());
    assertThat(waiting.err()).contains("main is at zero, and not at latest yet");
  }
}
