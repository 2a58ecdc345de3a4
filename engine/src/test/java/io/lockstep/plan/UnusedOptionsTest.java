package io.lockstep.plan;

import static io.lockstep.Asking.acceptUnfinished;
import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.undoFromFile;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A way out of a refusal that leads nowhere is said to do so. */
class UnusedOptionsTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path folder;
  private MigrationFolder files;

  @BeforeEach
  void app() {
    files =
        new MigrationFolder(folder)
            .file("shop/V1__a.sql", "create table a (id int);")
            .file("shop/U1__a.sql", "drop table a;");
  }

  private List<String> notes(String target, PlanOptions options) {
    return database.lockstep(folder).plan(List.of(target), options).get(0).notes();
  }

  @Test
  void from_zero_of_an_app_that_is_not_there_or_has_a_history_is_noted() {
    assertThat(notes("shop latest", fromZero("shop"))).isEmpty();
    assertThat(notes("shop latest", fromZero("shpo")))
        .containsExactly("--from-zero shpo changes nothing: there is no such app");
    database.lockstep(folder).migrate(targets("shop latest"));
    assertThat(notes("shop latest", fromZero("shop")))
        .containsExactly("--from-zero shop changes nothing: the app has a history here");
  }

  @Test
  void an_unfinished_step_that_is_none_is_noted() {
    assertThat(notes("shop latest", acceptUnfinished("7")))
        .containsExactly("--accept-unfinished 7 accepts nothing: no step of it is passed by");
  }

  @Test
  void an_undo_file_that_is_not_needed_is_noted_and_one_that_is_missing_refused() {
    assertThat(notes("shop latest", undoFromFile("7")))
        .containsExactly("--undo-from-file 7 changes nothing: it is not taken back");
    database.lockstep(folder).migrate(targets("shop latest"));
    assertThat(notes("shop zero", undoFromFile("1"))).isEmpty();
    files.without("shop/U1__a.sql");
    assertThat(problem(ExitCode.REFUSED, () -> notes("shop zero", undoFromFile("1"))).text())
        .contains("the undo script of 1 shall be its file's, and there is none on disk")
        .contains("Add U1__a.sql ", "leave --undo-from-file 1 out");
  }
}
