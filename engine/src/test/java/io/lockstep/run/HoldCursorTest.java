package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cursors that a script leaves open for after its transaction. */
class HoldCursorTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void table() {
    files().file("main/V1__t.sql", "create table t (v int);");
  }

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private void migrate(String target) {
    database.lockstep(folder).migrate(targets(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "declare c cursor with hold for select 1 / (3 - x) from generate_series(1, 5) x;",
        "declare \"C c\" scroll cursor with hold for select 1 / (3 - x) from generate_series(1, 5) x; fetch 1 from \"C c\";",
        "declare a cursor with hold for select 1; declare c no scroll cursor with hold for select 1 / (3 - x) from generate_series(1, 5) x;",
        "do $$ begin execute 'declare c cursor with hold for select 1 / (3 - x) from generate_series(1, 5) x'; end $$;",
      })
  void a_cursor_with_hold_whose_query_fails_later_fails_its_step(String cursor) {
    migrate("main 1");
    files().file("main/V2__held.sql", "create table held ();\n" + cursor);
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main 2")).text())
        .contains("V2__held.sql line 2", "3 - x", "division by zero", "rolled back");
    assertThat(database.fingerprint()).doesNotContain("relation held");
    assertThat(database.runResults()).containsExactly("done", "failed");
  }

  @ParameterizedTest
  @CsvSource({"no scroll, 5", "scroll, 7"}) // PersistHoldablePortal begins again where it may
  void a_cursor_with_hold_is_read_to_its_end_as_by_psqls_commit(String scroll, long read) {
    migrate("main 1");
    files()
        .file(
            "main/V2__held.sql",
            """
            create sequence s;
            declare c %s cursor with hold for select nextval('s') from generate_series(1, 5);
            fetch 2 from c;
            """
                .formatted(scroll))
        .file("main/V3__after.sql", "declare c cursor for select 1;");
    migrate("main 3");
    assertThat(database.jdbc().sql("select last_value from s").query(Long.class).single())
        .isEqualTo(read);
  }
}
