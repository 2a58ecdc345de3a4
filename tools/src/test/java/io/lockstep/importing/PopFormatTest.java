package io.lockstep.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pop's files, which have golang-migrate's names, and may say a database. */
class PopFormatTest {
  @TempDir Path folder;

  @Test
  void files_for_other_databases_are_left_out() {
    Importing pop =
        new Importing("golang-migrate", folder)
            .file("1_a.up.sql", "select 'all';\n")
            .file("1_a.mysql.up.sql", "select `a`;\n")
            .file("1_a.down.sql", "select -1;\n")
            .file("2_b.postgres.up.sql", "select 2;\n")
            .file("2_b.cockroach.up.sql", "select 'c';\n")
            .file("2_b.up.sql", "select 'all';\n")
            .file("2_b.postgres.down.sql", "select -2;\n")
            .file("2_b.sqlite3.down.sql", "select -3;\n")
            .file("3_c.mysql.up.sql", "select 3;\n")
            .file("3_c.down.sql", "select -3;\n");
    assertThat(pop.notes())
        .contains(
            "*  1_a.mysql.up.sql, 2_b.cockroach.up.sql, 2_b.sqlite3.down.sql and 2 more: is for other databases, as its name or that of a file for PostgreSQL beside it says, so it is left out.")
        .noneSatisfy(note -> assertThat(note).startsWith("!"));
    assertThat(pop.written())
        .containsOnly(
            entry("V1__a.sql", "select 'all';\n"),
            entry("U1__a.sql", "select -1;\n"),
            entry("V2__b.sql", "select 2;\n"),
            entry("U2__b.sql", "select -2;\n"));
  }

  @Test
  void a_file_with_a_commit_of_its_own_runs_outside_a_transaction() {
    Importing pop =
        new Importing("golang-migrate", folder)
            .file("1_a.mysql.up.sql", "")
            .file("1_a.postgres.autocommit.up.sql", "select 1;\n")
            .file("2_b.autocommit.up.sql", "select 2;\n");
    pop.run();
    assertThat(pop.written())
        .containsOnly(
            entry("V1__a.sql", "-- lockstep: no-transaction\nselect 1;\n"),
            entry("V2__b.sql", "-- lockstep: no-transaction\nselect 2;\n"));
  }
}
