package io.lockstep.catalog;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of an app's files are callbacks, and in which order. */
class CallbackFilesTest extends ReadingMain {
  @Test
  void callbacks_are_in_flyways_order_wherever_they_are() {
    files()
        .file("main/z/afterMigrate.sql", "")
        .file("main/afterMigrate__b.sql", "")
        .file("main/a/afterMigrate__a.sql", "")
        .file("main/x/beforeMigrate.sql", "");
    assertThat(main().callbacks().all())
        .extracting(callback -> callback.script().name())
        .containsExactly(
            "x/beforeMigrate.sql",
            "z/afterMigrate.sql",
            "a/afterMigrate__a.sql",
            "afterMigrate__b.sql");
  }

  @ParameterizedTest
  @CsvSource({
    "beforeClean.sql, Lockstep never cleans a schema",
    "afterUndo__x.sql, belongs in the undo scripts",
    "afterConnect.sql, belongs in beforeEachMigrate",
    "beforeEachMigrateStatement.sql, beforeEachMigrate and afterEachMigrate run around",
  })
  void a_callback_to_which_no_run_comes_is_refused_with_the_reason(String name, String reason) {
    files().file("main/" + name, "").file("main/V1__a.sql", "");
    assertThat(problem(ExitCode.USAGE, this::main).text())
        .contains(name, "no run comes to", reason, "files.ignore=" + name);
    files().file("main/lockstep.properties", "files.ignore=" + name);
    assertThat(main().migrations()).hasSize(1);
    files().without("main/lockstep.properties").without("main/" + name);
    assertThat(main().migrations()).hasSize(1);
  }

  @Test
  void two_callbacks_of_one_name_are_refused_with_both() {
    files().file("main/a/afterMigrate.sql", "").file("main/b/afterMigrate.sql", "");
    assertThat(problem(ExitCode.USAGE, this::main).text())
        .contains("a/afterMigrate.sql", "b/afterMigrate.sql", "afterMigrate__words.sql");
  }
}
