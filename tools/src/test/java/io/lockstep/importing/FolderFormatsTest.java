package io.lockstep.importing;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lockstep.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files and folders of Prisma, sqlx and diesel, which have no marks of their own. */
class FolderFormatsTest {
  private static final String NO_DOWN =
      ": nothing takes it back, so no rollback can pass it. Add a U file, or write \"-- lockstep: irreversible\" on top.";

  @TempDir Path folder;

  @Test
  void prismas_folders_are_taken_in_the_order_of_their_names() {
    Importing prisma =
        new Importing("prisma", folder)
            .file("migration_lock.toml", "# why\nprovider = \"postgresql\"\n")
            .file("0_init/migration.sql", "create table a ();\n")
            .file("20240101120000_b/migration.sql", "-- b\nBEGIN;\nselect 1;\nCOMMIT;\n")
            .file("20240101120000_a/migration.sql", "")
            .file("20240101120000_a/down.sql", "")
            .file("20240101120000_a/schema.prisma", "")
            .file("schema.prisma", "");
    assertThat(prisma.notes())
        .containsExactly(
            "*  20240101120000_a/down.sql: its down has no statement, so a rollback takes nothing back. If it can't be taken back, delete the U file and write \"-- lockstep: irreversible\" on top of the V file.",
            "*  V20240101120000.1__b.sql: BEGIN and COMMIT are left out, since a step is one transaction already.",
            "*  V0__init.sql, V20240101120000.1__b.sql" + NO_DOWN);
    assertThat(prisma.written())
        .containsOnly(
            entry("V0__init.sql", "create table a ();\n"),
            entry("V20240101120000__a.sql", ""),
            entry("U20240101120000__a.sql", ""),
            entry("V20240101120000.1__b.sql", "-- b\nselect 1;\n"));
  }

  @Test
  void a_prisma_folder_of_any_name_counts_and_then_all_are_numbered() {
    Importing prisma =
        new Importing("prisma", folder)
            .file("init/migration.sql", "select 2;")
            .file("20240101120000_a/migration.sql", "select 1;");
    prisma.run();
    assertThat(prisma.written())
        .containsOnly(
            entry("V0001__20240101120000_a.sql", "select 1;"),
            entry("V0002__init.sql", "select 2;"));
  }

  @Test
  void another_provider_and_a_folder_without_a_script_are_left_to_do() {
    Importing prisma =
        new Importing("prisma", folder)
            .file("migration_lock.toml", "provider = \"mysql\"\n")
            .file("1_a/migration.sql", "select 1;")
            .file("2_b/README.md", "");
    assertThat(prisma.notes())
        .contains(
            "!  migration_lock.toml: its provider is mysql, and Lockstep runs the SQL of PostgreSQL. Look at each migration, or give the folder of those for postgresql.",
            "!  2_b: has no migration.sql, which Prisma refuses, so it is left out. Add it or delete the folder; or give the folder that is in it, if the migrations are there.");
    assertThat(prisma.written()).containsOnlyKeys("V1__a.sql");
  }

  @Test
  void sqlxs_two_kinds_may_be_in_one_folder() {
    Importing sqlx =
        new Importing("sqlx", folder)
            .file("1_a.sql", "create table a ();\n")
            .file("20240101120000_b_c.up.sql", "-- no-transaction\nvacuum;\n")
            .file("20240101120000_b_c.down.sql", " -- no-transaction\nselect 1;\n")
            .file("20240102120000_d.up.sql", "\n-- no-transaction\nselect 1;\n")
            .file("20240102120000_other.down.sql", "-- Add down migration script here\n")
            .file("3_lonely.down.sql", "select 3;")
            .file("nested/3_e.sql", "select 3;")
            .file("README.md", "");
    assertThat(sqlx.notes())
        .containsExactly(
            "*  3_lonely.down.sql: there is no file that applies its version, so it is left out, as by sqlx.",
            "*  20240102120000_other.down.sql: its down has no statement, so a rollback takes nothing back. If it can't be taken back, delete the U file and write \"-- lockstep: irreversible\" on top of the V file.",
            "*  V1__a.sql" + NO_DOWN);
    assertThat(sqlx.written())
        .containsOnly(
            entry("V1__a.sql", "create table a ();\n"),
            entry(
                "V20240101120000__b_c.sql",
                "-- lockstep: no-transaction\n-- no-transaction\nvacuum;\n"),
            entry("U20240101120000__b_c.sql", " -- no-transaction\nselect 1;\n"),
            entry("V20240102120000__d.sql", "\n-- no-transaction\nselect 1;\n"),
            entry("U20240102120000__d.sql", "-- Add down migration script here\n"));
  }

  @Test
  void two_of_sqlxs_files_of_one_version_are_refused_as_sqlx_fails_at_the_second() {
    Importing sqlx =
        new Importing("sqlx", folder).file("01_a.sql", "").file("1_a.up.sql", "select 1;");
    assertThat(problem(ExitCode.USAGE, sqlx::run).text())
        .contains("two files of version 1: 01_a.sql and 1_a.up.sql");
  }

  @ParameterizedTest
  @CsvSource({"v1_a.sql", "a.sql", "1.sql", "1-a_b.sql", "1_a.SQL"})
  void what_sqlx_refuses_or_passes_over_is_said(String name) {
    assertThat(new Importing("sqlx", folder).file(name, "").file("2_b.sql", "").notes())
        .anyMatch(note -> note.startsWith("!  " + name + ": ") && note.contains("is left out"));
  }

  @Test
  void diesels_versions_lose_their_hyphens_and_metadata_says_what_runs_outside() {
    Importing diesel =
        new Importing("diesel", folder)
            .file("README.md", "")
            .file("00000000000000_diesel_initial_setup/up.sql", "select 0;\n")
            .file("00000000000000_diesel_initial_setup/down.sql", "select 0;\n")
            .file("2024-01-01-120000_index_a/up.sql", "create index concurrently i on a (b);")
            .file("2024-01-01-120000_index_a/down.sql", "drop index concurrently i;")
            .file(
                "2024-01-01-120000_index_a/metadata.toml",
                "# why\nrun_in_transaction = false # no\n")
            .file("2024-01-02-120000_c/up.sql", "select 1;")
            .file("2024-01-02-120000_c/down.sql", "")
            .file("2024-01-02-120000_c/metadata.toml", "run_in_transaction = true\n");
    assertThat(diesel.notes())
        .singleElement()
        .asString()
        .startsWith("*  2024-01-02-120000_c/down.sql: its down has no statement");
    assertThat(diesel.written())
        .containsOnly(
            entry("V00000000000000__diesel_initial_setup.sql", "select 0;\n"),
            entry("U00000000000000__diesel_initial_setup.sql", "select 0;\n"),
            entry(
                "V20240101120000__index_a.sql",
                "-- lockstep: no-transaction\ncreate index concurrently i on a (b);"),
            entry(
                "U20240101120000__index_a.sql",
                "-- lockstep: no-transaction\ndrop index concurrently i;"),
            entry("V20240102120000__c.sql", "select 1;"),
            entry("U20240102120000__c.sql", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "'# run_in_transaction = true\n', true",
    "'run_in_transaction = 1\n', false",
    "'\"run_in_transaction\"=false\n', true",
    "'run_in_transaction = true # or false\n', false",
  })
  void metadata_is_read_as_diesel_reads_it(String metadata, boolean outside) {
    Importing diesel =
        new Importing("diesel", folder)
            .file("1_a/up.sql", "select 1;")
            .file("1_a/metadata.toml", metadata);
    diesel.run();
    assertThat(diesel.written().get("V1__a.sql").startsWith("-- lockstep: no-transaction"))
        .isEqualTo(outside);
  }

  @Test
  void diesels_versions_are_sorted_as_texts() {
    Importing diesel =
        new Importing("diesel", folder)
            .file("9_a/up.sql", "select 9;")
            .file("10_b/up.sql", "select 10;")
            .file("users/up.sql", "select 11;");
    diesel.run();
    assertThat(diesel.written())
        .containsOnly(
            entry("V0001__10_b.sql", "select 10;"),
            entry("V0002__9_a.sql", "select 9;"),
            entry("V0003__users.sql", "select 11;"));
  }

  @Test
  void what_diesel_refuses_or_never_runs_is_left_out() {
    Importing diesel =
        new Importing("diesel", folder)
            .file("1_a/down.sql", "select 1;")
            .file("2_b/up.sql", "")
            .file("3-0_c/up.sql", "select 30;")
            .file("30_d/up.sql", "select 31;");
    assertThat(diesel.notes().stream().filter(note -> note.startsWith("!")))
        .containsExactly(
            "!  1_a: has no up.sql, which diesel refuses, so it is left out. Add it or delete the folder; or give the folder that is in it, if the migrations are there.",
            "!  2_b: has an empty up.sql, which diesel refuses, so it is left out. Write a comment into it, or delete the folder.",
            "!  30_d: has the version of 3-0_c, and diesel runs only one of the two, so it is left out. Give one of them another version, and import again.");
    assertThat(diesel.written()).containsOnlyKeys("V30__c.sql");
  }

  @Test
  void diesels_own_table_is_made_by_the_first_migration_if_a_later_one_uses_it() {
    Importing diesel =
        new Importing("diesel", folder)
            .file("1_a/up.sql", "select 1;\n")
            .file("2_b/up.sql", "create index on __diesel_schema_migrations (run_on);\n");
    assertThat(diesel.notes())
        .contains(
            "*  1_a/up.sql: makes the table __diesel_schema_migrations, too, which a migration uses.");
    assertThat(diesel.written().get("V1__a.sql"))
        .contains("create table if not exists __diesel_schema_migrations (")
        .endsWith("select 1;\n");
  }

  @Test
  void sqlxs_own_table_is_made_where_a_migration_uses_it() {
    Importing sqlx =
        new Importing("sqlx", folder)
            .file("1_a.sql", "create table a ();\n")
            .file("2_b.sql", "delete from public._sqlx_migrations where version = 7;\n");
    assertThat(sqlx.notes())
        .contains("*  1_a.sql: makes the table _sqlx_migrations, too, which a migration uses.");
    assertThat(sqlx.written().get("V1__a.sql"))
        .contains("create table if not exists _sqlx_migrations (")
        .endsWith("\ncreate table a ();\n");
  }
}
