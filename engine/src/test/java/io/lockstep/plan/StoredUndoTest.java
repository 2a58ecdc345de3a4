package io.lockstep.plan;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.schema.Relations;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Undo scripts that were stored by a release that did not look at them as closely. */
class StoredUndoTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path folder;

  private void run(String target) {
    database.lockstep(folder).migrate(targets(target));
  }

  private void store(String sql) {
    database
        .jdbc()
        .sql("update lockstep.applied set undo_sql = :sql where version = '1'")
        .param("sql", sql)
        .update();
  }

  @BeforeEach
  void two_versions_are_applied() {
    new MigrationFolder(folder)
        .file("shop/V1__a.sql", "create table a (i int);")
        .file("shop/U1__a.sql", "drop table a;")
        .file("shop/V2__b.sql", "create table b ();")
        .file("shop/U2__b.sql", "drop table b;");
    run("shop latest");
  }

  @Test
  void one_that_ends_its_transaction_is_refused_before_the_first_step() {
    store("drop table a;\ncommit;");
    assertThat(problem(ExitCode.REFUSED, () -> run("shop zero")).text())
        .contains("U1__a.sql (stored in the database) line 2 says COMMIT")
        .contains("--undo-from-file 1");
    assertThat(Relations.exists(database.jdbc(), "public.b")).isTrue();
  }

  @Test
  void one_that_cant_run_in_a_transaction_runs_without() {
    database.jdbc().sql("create index i on a (i)").update();
    store("drop index concurrently i;");
    run("shop zero");
    assertThat(Relations.exists(database.jdbc(), "public.i")).isFalse();
  }
}
