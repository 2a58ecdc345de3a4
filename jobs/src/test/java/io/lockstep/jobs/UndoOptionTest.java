package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A team without undo scripts: where it can say so, and what it sees then. */
class UndoOptionTest {
  private static final String LINE =
      "main: 2 migrations have no undo script; a rollback stops at 2";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private MigrationFolder files;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void migrations() {
    files =
        new MigrationFolder(db)
            .file("main/V1__a.sql", "create table a ();")
            .file("main/V2__b.sql", "create table b ();");
    launch = LockstepProcess.Launch.on(database, db);
  }

  private void verified(LockstepProcess.Launch launch, int exit, String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "verify";
    arguments[1] = "main latest";
    System.arraycopy(options, 0, arguments, 2, options.length);
    String out = launch.run(arguments).exitsWith(exit).out();
    assertThat(out)
        .contains(exit == 0 ? "note: " + LINE + "\nas recorded" : "! main 1 can't be taken back");
  }

  @Test
  void the_file_wins_over_the_option_and_the_option_over_the_variable() {
    launch.run("migrate", "main latest").exitsWith(0);
    int refused = ExitCode.REFUSED.code();
    verified(launch, 0);
    LockstepProcess.Launch required = launch.with("LOCKSTEP_UNDO", "required");
    verified(required, refused);
    verified(required, 0, "--undo", "optional");
    verified(launch, refused, "--undo", "from 1");
    files.file("main/lockstep.properties", "undo=optional");
    verified(required, 0, "--undo", "required");
    verified(launch.with("LOCKSTEP_UNDO", ""), 0);
    assertThat(launch.run("verify", "--undo", "never").exitsWith(ExitCode.USAGE.code()).err())
        .contains(
            "'never' is no policy for undo scripts", "optional, required or \"from VERSION\"");
  }

  @Test
  void every_command_says_it_in_a_line_and_none_is_red() throws IOException {
    assertThat(launch.run("plan", "main latest").exitsWith(0).out())
        .endsWith("  note: 2 migrations have no undo script; a rollback stops at 2\n");
    assertThat(launch.run("migrate", "main latest").exitsWith(0).err()).doesNotContain("WARN");
    assertThat(launch.run("rehearse", "--server").exitsWith(0).out())
        .startsWith("ok main V1__a.sql\nok main V2__b.sql\nnote: " + LINE + "\n");
    assertThat(launch.run("list", "--check", "--json").exitsWith(0).out())
        .contains("\"undo\" : \"optional\"");
    assertThat(launch.run("migrate", "main 1").exitsWith(ExitCode.REFUSED.code()).err())
        .contains("2 is applied, but its undo script is neither", "at or above 2");
    Path list =
        Files.writeString(
            db.resolve("tenants.json"),
            "[{\"name\": \"a\", \"database\": \"%s\"}]".formatted(database.name()));
    assertThat(launch.run("verify-tenants", "--tenants", list.toString()).exitsWith(0).out())
        .contains("tenant a: as recorded by run 1", "  note: " + LINE);
  }
}
