package io.lockstep.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a migration sets for its session, in which other tools run the next ones. */
class KeptSettingsTest {
  @TempDir Path folder;

  private Importing golangMigrate(String first, String second) {
    return new Importing("golang-migrate", folder)
        .file("1_a.up.sql", first)
        .file("1_a.down.sql", "select 1;")
        .file("2_b.up.sql", second)
        .file("2_b.down.sql", "select 2;");
  }

  @Test
  void what_the_real_tool_makes_in_another_schema_for_that_is_left_to_do() {
    SameSchema databases = SameSchema.create();
    Importing files =
        golangMigrate(
            "create schema app;\nset search_path = app;\ncreate table a ();\n",
            "create table b ();\n");
    databases.golangMigrate(files.source());
    assertThat(
            databases
                .tools()
                .jdbc()
                .sql("select schemaname from pg_tables where tablename = 'b'")
                .query(String.class)
                .list())
        .containsExactly("app");
    assertThat(files.notes())
        .containsExactly(
            "!  1_a.up.sql: sets search_path, which may count for later migrations in the session of golang-migrate, and with Lockstep counts to the end of the script. Write it into those that need it, too.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set search_path to app, public;|search_path",
        "SET SESSION search_path = \"app\";|search_path",
        "set schema 'app';|search_path",
        "select pg_catalog.set_config('search_path', 'app', false);|search_path",
        "begin; set role owner; commit;|role",
        "set session authorization owner;|session authorization",
        "reset search_path; set search_path = app;|search_path",
      })
  void it_is_left_to_do(String sql, String name) {
    assertThat(golangMigrate(sql, "create table b ();").notes())
        .filteredOn(note -> note.startsWith("!"))
        .singleElement()
        .asString()
        .startsWith("!  1_a.up.sql: sets " + name + ", which may count for later migrations");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set local search_path = app;",
        "set search_path = public, pg_catalog;",
        "set search_path to \"$user\", public;",
        "select pg_catalog.set_config('search_path', '', false);",
        "select set_config('search_path', 'app', true);",
        "set search_path = app; create table a (); reset search_path;",
        "set search_path = app; create table a (); set search_path to default;",
        "set role owner; reset all;",
        "set role none;",
        "set lock_timeout = '1s';",
        "create function f() returns int language sql set search_path = app as 'select 1';",
      })
  void what_ends_with_the_script_or_changes_nothing_is_not(String sql) {
    assertThat(golangMigrate(sql, "create table b ();").run().problem()).isEmpty();
  }

  @Test
  void what_each_later_migration_sets_itself_is_not() {
    assertThat(
            golangMigrate(
                    "set search_path = app; create table a ();",
                    "set search_path = other; create table b ();")
                .run()
                .problem())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqitch", "flyway", "liquibase"})
  void a_tool_whose_scripts_begin_alike_is_left_alone(String tool) {
    Importing files = new Importing(tool, folder);
    String set = "set search_path = app;\ncreate table a ();\n";
    switch (tool) {
      case "sqitch" ->
          files
              .file(
                  "sqitch.plan",
                  "%project=a\n\na 2024-01-01T00:00:00Z A <a@b>\nb 2024-01-01T00:00:00Z A <a@b>\n")
              .file("deploy/a.sql", set)
              .file("deploy/b.sql", "create table b ();\n");
      case "flyway" -> files.file("V1__a.sql", set).file("V2__b.sql", "create table b ();\n");
      default -> files.file("1.sql", set).file("2.sql", "create table b ();\n");
    }
    assertThat(files.run().problem()).isEmpty();
  }
}
