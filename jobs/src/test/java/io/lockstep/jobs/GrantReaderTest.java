package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The role that only reads, as the programs' settings have it. */
class GrantReaderTest {
  private static final String PASSWORD = "reader's p@ssword";

  private final TestDatabase database = TestDatabase.create();
  private final String role = database.name() + "_reader";
  private LockstepProcess.Launch launch;

  @BeforeEach
  void migrations(@TempDir Path db) {
    launch =
        LockstepProcess.Launch.on(database, new MigrationFolder(db).threeTables().path())
            .with("POSTGRES_READER_USER", role);
  }

  @Test
  void the_command_and_each_run_make_it_from_the_settings(@TempDir Path secrets)
      throws IOException {
    Path file = Files.writeString(secrets.resolve("password"), PASSWORD + "\n");
    LockstepProcess command =
        launch
            .with("POSTGRES_READER_PASSWORD", PASSWORD)
            .run("grant-reader", "--json", "--verbose")
            .exitsWith(0);
    assertThat(command.out()).contains("\"role\" : \"" + role + "\"", "schema lockstep");
    assertThat(command.err().lines().filter(line -> line.contains("granted select on")))
        .as("one line for all tables")
        .singleElement(STRING)
        .contains("lockstep.run, ", "lockstep.applied");

    LockstepProcess run =
        launch
            .with("POSTGRES_READER_PASSWORD_FILE", file.toString())
            .run("migrate", "main 1", "--verbose")
            .exitsWith(0);
    assertThat(run.err()).contains("granted select on table public.main_schema_history");
    assertThat(command.out() + command.err() + run.err()).doesNotContain("p@ss", "SCRAM");
    assertThat(launch.with("POSTGRES_USER", role).run("list").exitsWith(0).out())
        .contains("main: current 0001");
  }

  @Test
  void migrate_leaves_the_role_alone_without_a_password() {
    launch.run("migrate", "main 1").exitsWith(0);
    LockstepProcess command = launch.run("grant-reader").exitsWith(ExitCode.USAGE.code());
    assertThat(command.err()).contains("Set POSTGRES_READER_USER and POSTGRES_READER_PASSWORD");
    assertThat(
            ThirtySet.count(
                database.jdbc(), "select count(*) from pg_roles where rolname = '" + role + "'"))
        .isZero();
  }

  @Test
  void the_owner_itself_is_refused() {
    LockstepProcess run =
        launch
            .with("POSTGRES_READER_USER", "postgres")
            .with("POSTGRES_READER_PASSWORD", PASSWORD)
            .run("migrate", "main 1")
            .exitsWith(ExitCode.REFUSED.code());
    assertThat(run.err()).contains("it is the role that migrates").doesNotContain("p@ss");
    assertThat(database.fingerprint()).isEmpty();
  }
}
