package io.lockstep.importing;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table that golang-migrate, and maragudk/migrate, make for themselves, and scripts use. */
class GolangMigratesTableTest {
  @TempDir Path folder;

  @Test
  void the_own_table_of_a_tool_that_takes_files_of_one_number_is_made_first_too() {
    Importing maragudk =
        new Importing("golang-migrate", folder)
            .file("0000_key.up.sql", "ALTER TABLE migrations ADD PRIMARY KEY (version);\n")
            .file("0000_table.up.sql", "create table a ();\n");
    maragudk.run();
    assertThat(maragudk.written())
        .containsEntry(
            "V0000__migrations.sql",
            "create table if not exists migrations (version text not null);\n")
        .containsOnlyKeys("V0000__migrations.sql", "V0000.1__key.sql", "V0000.2__table.sql");
  }

  @Test
  void golang_migrates_own_table_is_made_first_where_a_script_changes_it() {
    Importing golang =
        new Importing("golang-migrate", folder)
            .file("1_a.up.sql", "create table a ();\n")
            .file("2_b.up.sql", "ALTER TABLE schema_migrations ADD COLUMN note text;\n")
            .file("2_b.down.sql", "ALTER TABLE schema_migrations DROP COLUMN note;\n");
    assertThat(golang.notes())
        .contains(
            "*  2_b.up.sql: uses schema_migrations, which the tool makes for itself. V0 makes"
                + " it where it is missing.")
        .noneMatch(note -> note.startsWith("!"));
    assertThat(golang.written())
        .containsKeys("V0__schema_migrations.sql", "U0__schema_migrations.sql");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public.schema_migrations",
        "public . schema_migrations",
        "\"public\".\"schema_migrations\"",
        "s.schema_migrations",
        "\"S t\".schema_migrations",
      })
  void golang_migrates_own_table_is_made_where_the_script_looks_for_it(String table) {
    Importing golang =
        new Importing("golang-migrate", folder)
            .file("1_a.up.sql", "ALTER TABLE " + table + " ADD COLUMN note text;\n")
            .file("1_a.down.sql", "ALTER TABLE " + table + " DROP COLUMN note;\n");
    golang.run();
    TestDatabase database = TestDatabase.create();
    List.of("s", "\"S t\"").forEach(s -> database.jdbc().sql("create schema " + s).update());
    database.lockstep(golang.db()).migrate(targets("shop latest"));
    assertThat(database.jdbc().sql("select note, dirty from " + table).query(String.class).list())
        .isEmpty();
    database.lockstep(golang.db()).migrate(targets("shop zero"));
    assertThat(database.fingerprint()).doesNotContain("schema_migrations");
  }

  @Test
  void a_script_that_makes_schema_migrations_itself_needs_no_other() {
    Importing golang =
        new Importing("golang-migrate", folder)
            .file("1_a.up.sql", "create table if not exists schema_migrations (version text);\n")
            .file("2_b.up.sql", "insert into schema_migrations values ('2');\n");
    golang.run();
    assertThat(golang.written()).containsOnlyKeys("V1__a.sql", "V2__b.sql");
  }
}
