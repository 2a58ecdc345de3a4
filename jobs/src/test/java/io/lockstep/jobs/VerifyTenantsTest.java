package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many databases by the command line, as the chart's CronJob looks at them. */
class VerifyTenantsTest {
  private final TestDatabase own = TestDatabase.create();
  private final TestDatabase a = TestDatabase.create();
  private final TestDatabase b = TestDatabase.create();

  @Test
  void a_tenant_that_was_changed_by_hand_decides_the_exit_code(
      @TempDir Path db, @TempDir Path lists) throws IOException {
    new MigrationFolder(db).threeTables();
    Path list =
        Files.writeString(
            lists.resolve("tenants.json"),
            "[{\"name\": \"a\", \"database\": \"%s\"}, {\"name\": \"b\", \"database\": \"%s\"}]"
                .formatted(a.name(), b.name()));
    LockstepProcess.Launch launch =
        LockstepProcess.Launch.on(own, db)
            .with("LOCKSTEP_TENANTS", list.toString())
            .with("LOCKSTEP_PARALLEL", "1");
    launch.run("migrate-tenants", "main latest").exitsWith(0);
    assertThat(launch.run("verify-tenants", "main latest", "--record").exitsWith(0).out())
        .containsPattern("tenant a: as recorded by run 1 at .*\\Rtenant b: as recorded by run 1");

    b.jdbc().sql("create table by_hand ()").update();
    LockstepProcess differs = launch.run("verify-tenants");
    assertThat(differs.exitsWith(ExitCode.REFUSED.code()).out())
        .containsPattern(
            "tenant a: as recorded .*\\Rtenant b: differs: .*\\R  \\+ table by_hand\\R");
    assertThat(differs.err())
        .contains("verifying tenants: 1 of 2 are not as they should be", ": b (exit 3)")
        .doesNotContain("\tat ");
    assertThat(launch.run("verify-tenants", "--json").exitsWith(ExitCode.REFUSED.code()).out())
        .contains("\"exitCode\" : 3", "\"drift\" : [ \"+ table by_hand\" ]");
  }
}
