package io.lockstep.plan;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.schema.Relations;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that PostgreSQL can't keep as they are. */
class UnfitScriptTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path folder;

  private void run(String target) {
    database.lockstep(folder).migrate(targets(target));
  }

  @Test
  void an_undo_script_that_cant_be_stored_is_refused_before_the_first_step() {
    new MigrationFolder(folder)
        .file("shop/V1__a.sql", "create table a ();")
        .file("shop/V2__b.sql", "create table b ();")
        .file("shop/U2__b.sql", "drop table b; -- \0");
    assertThat(problem(ExitCode.USAGE, () -> run("shop latest")).text())
        .contains("U2__b.sql: it has a NUL character");
    assertThat(Relations.exists(database.jdbc(), "public.a")).isFalse();
  }

  @Test
  void a_migration_in_utf_16_without_a_mark_fails_before_the_first_step() {
    new MigrationFolder(folder)
        .file("shop/V1__a.sql", "create table a ();")
        .file("shop/V2__b.sql", "c\0r\0e\0a\0t\0e\0 \0t\0a\0b\0l\0e\0 \0b\0 \0(\0)\0;\0");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> run("shop latest")).text())
        .contains("V2__b.sql: it has a NUL character");
    assertThat(Relations.exists(database.jdbc(), "public.a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"V2__b.sql", "U1__a.sql", "R__b.sql", "afterMigrate.sql"})
  void a_directive_below_the_first_statement_is_refused_before_the_first_step(String file) {
    new MigrationFolder(folder)
        .file("shop/V1__a.sql", "create table a ();")
        .file("shop/" + file, "select 1;\n\n-- lockstep: draft\nselect 2;");
    assertThat(problem(ExitCode.REFUSED, () -> run("shop latest")).text())
        .contains(file + " line 3 says \"-- lockstep: draft\" below its first statement");
    assertThat(Relations.exists(database.jdbc(), "public.a")).isFalse();
  }

  @Test
  void a_path_longer_than_the_history_keeps_goes_back() {
    String deep = ("x".repeat(200) + "/").repeat(6);
    new MigrationFolder(folder)
        .file("shop/" + deep + "V1__a.sql", "create table a ();")
        .file("shop/" + deep + "U1__a.sql", "drop table a;");
    run("shop latest");
    run("shop zero");
    assertThat(Relations.exists(database.jdbc(), "public.a")).isFalse();
  }
}
