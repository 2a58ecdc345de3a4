package io.lockstep.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files are sorted and read as sql-migrate sorts and reads them. */
class SqlMigrateFormatTest {
  private static final String UP = "-- +migrate Up\n";

  @TempDir Path folder;
  private Importing sqlMigrate;

  @BeforeEach
  void format() {
    sqlMigrate = new Importing("sql-migrate", folder);
  }

  private Importing named(String... names) {
    for (String name : names) {
      sqlMigrate.file(name + ".sql", UP + "select '" + name + "';\n");
    }
    sqlMigrate.run();
    return sqlMigrate;
  }

  @Test
  void files_are_sorted_by_the_number_at_their_beginning() {
    assertThat(named("10-d", "9_c", "002b", "1", "20240101120000 e").written())
        .containsOnlyKeys(
            "V1__migration.sql",
            "V002__b.sql",
            "V9__c.sql",
            "V10__d.sql",
            "V20240101120000__e.sql");
  }

  @Test
  void two_of_one_number_are_sorted_by_name() {
    assertThat(named("0002_b", "2_a", "3_c").written())
        .containsOnly(
            entry("V0002__b.sql", "select '0002_b';\n"),
            entry("V2.1__a.sql", "select '2_a';\n"),
            entry("V3__c.sql", "select '3_c';\n"));
  }

  @Test
  void files_without_a_number_come_last_and_then_all_are_numbered() {
    assertThat(named("2_b", "first", "10_a").written())
        .containsOnlyKeys("V0001__2_b.sql", "V0002__10_a.sql", "V0003__first.sql");
  }

  @Test
  void sections_are_taken_apart_and_what_its_mark_ends_gets_a_semicolon() {
    sqlMigrate
        .file("dbconfig.yml", "development:\n  dialect: postgres\n")
        .file(
            "1_a.sql",
            """
            -- why
            -- +migrate Up
            create table a (); -- here
            -- +migrate StatementBegin
            create function f() returns int language plpgsql as $$
            begin
            -- is not sent
              -- is sent
              return 1;
            end $$
            -- +migrate StatementEnd
            -- the end

            -- +migrate Down
            drop function f();
            drop table a;
            """)
        .file("2_b.sql", "-- +migrate Up notransaction\r\nvacuum;\r\n-- +migrate Down\r\n")
        .file("3_c.sql", "-- +migrate Up\nselect 3;\n-- +migrate Down notransaction\nvacuum;");
    assertThat(sqlMigrate.notes())
        .singleElement()
        .asString()
        .startsWith("*  2_b.sql: its down has no statement");
    assertThat(sqlMigrate.written())
        .containsOnly(
            entry(
                "V1__a.sql",
                """
                -- why
                create table a (); -- here
                create function f() returns int language plpgsql as $$
                begin
                  -- is sent
                  return 1;
                end $$
                ;
                -- the end

                """),
            entry("U1__a.sql", "drop function f();\ndrop table a;\n"),
            entry("V2__b.sql", "-- lockstep: no-transaction\nvacuum;\n"),
            entry("U2__b.sql", ""),
            entry("V3__c.sql", "select 3;\n"),
            entry("U3__c.sql", "-- lockstep: no-transaction\nvacuum;"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 1;\\n|has neither \"-- +migrate Up\" nor",
        "--+migrate Up\\nselect 1;\\n|has neither",
        "-- +migrate up\\nselect 1;\\n|has neither",
        "-- +migrate Up\\n-- +migrate \\nselect 1;\\n|has a line \"-- +migrate\"",
        "-- +migrate Up\\nselect 1\\n-- +migrate Down\\nselect 2;\\n|has a last statement or comment without",
        "-- +migrate Up\\nselect 1;\\n--the end\\n|has a last statement or comment without",
        "-- +migrate Up\\n-- +migrate StatementBegin\\nselect 1;\\n|has no \"-- +migrate StatementEnd\"",
      })
  void what_sql_migrate_refuses_is_left_out(String text, String why) {
    sqlMigrate.file("1_a.sql", text.translateEscapes()).file("2_b.sql", UP + "select 2;\n");
    assertThat(sqlMigrate.notes())
        .anySatisfy(note -> assertThat(note).startsWith("!  1_a.sql: " + why).contains("left out"));
    assertThat(sqlMigrate.written()).containsOnlyKeys("V2__b.sql");
  }

  @Test
  void what_is_above_the_first_mark_is_left_out_as_there() {
    sqlMigrate.file("1_a.sql", "set role x;\n" + UP + "select 1;\n");
    assertThat(sqlMigrate.notes())
        .anyMatch(note -> note.startsWith("*  1_a.sql: has lines above its first mark"));
    assertThat(sqlMigrate.written()).containsExactly(entry("V1__a.sql", "select 1;\n"));
  }

  @Test
  void what_follows_a_mark_that_sql_migrate_does_not_know_belongs_to_what_is_above() {
    sqlMigrate.file("1_a.sql", UP + "select 1;\n-- +migrate Down;\nselect 2;\n");
    assertThat(sqlMigrate.notes())
        .contains(
            "*  1_a.sql: has a line \"-- +migrate Down;\", which sql-migrate passes over: what follows belongs to what is above.");
    assertThat(sqlMigrate.written()).containsExactly(entry("V1__a.sql", "select 1;\nselect 2;\n"));
  }
}
