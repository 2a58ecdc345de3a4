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

/** What each tool writes around its statements, and what becomes of it. */
class FormatsTest {
  @TempDir Path folder;

  @Test
  void flyways_files_are_kept_by_name_and_byte() {
    Importing flyway =
        new Importing("flyway", folder)
            .file("V1_2__a.sql", "select '${x}';\r\n")
            .file("2026/V2__b.sql", "vacuum;")
            .file("2026/V2__b.sql.conf", "executeInTransaction=false")
            .file("U2__b.sql", "select 2;")
            .file("U9__lonely.sql", "select 9;")
            .file("R__view.sql", "create or replace view v as select 1;")
            .file("afterMigrate.sql", "select 3;")
            .file("afterClean.sql", "select 5;")
            .file("aftermigrate_x.sql", "select 6;")
            .file("B2__base.sql", "select 4;")
            .file("V3__code.java", "");
    assertThat(flyway.notes())
        .containsExactly(
            "!  U9__lonely.sql: there is no file that applies version 9, so it is left out. Add that file, or delete this one.",
            "!  V3__code.java: is a program, so it is left out. Write in SQL what it does, as a file of the same version.",
            "!  afterClean.sql: is left out: no run comes to afterClean, since Lockstep never cleans a schema. What it must do belongs in a migration, or in beforeMigrate.sql or afterMigrate.sql, which run with every migrate; an R__….sql runs only when it has changed.",
            "!  aftermigrate_x.sql: is left out: its name says neither version nor kind. Name it afterMigrate__x.sql if it is a callback of Flyway's.",
            "!  ${x}: a placeholder in V1_2__a.sql. Write its value in lockstep.properties, placeholders.x=VALUE, or set LOCKSTEP_PLACEHOLDERS_X; if it is none, write placeholderReplacement=false there.",
            "*  V1_2__a.sql: nothing takes it back, so no rollback can pass it. Add a U file, or write \"-- lockstep: irreversible\" on top.");
    assertThat(flyway.written())
        .containsOnly(
            entry("lockstep.properties", "placeholderReplacement=true\n# placeholders.x=\n"),
            entry("V1_2__a.sql", "select '${x}';\r\n"),
            entry("2026/V2__b.sql", "vacuum;"),
            entry("2026/V2__b.sql.conf", "executeInTransaction=false"),
            entry("U2__b.sql", "select 2;"),
            entry("R__view.sql", "create or replace view v as select 1;"),
            entry("afterMigrate.sql", "select 3;"),
            entry("B2__base.sql", "select 4;"));
  }

  @Test
  void two_of_flyways_files_of_one_version_are_refused() {
    Importing flyway =
        new Importing("flyway", folder).file("V1__a.sql", "").file("sub/V1.0__b.sql", "");
    assertThat(problem(ExitCode.USAGE, flyway::run).text())
        .contains("V1__a.sql", "sub/V1.0__b.sql");
  }

  @Test
  void djangos_outputs_lose_their_transaction_and_a_migration_without_one_keeps_none() {
    Importing django =
        new Importing("django", folder)
            .file("0001_initial.sql", "BEGIN;\n--\n-- Create model A\n--\nselect 1;\nCOMMIT;\n")
            .file("0001_initial.backwards.sql", "BEGIN;\nselect -1;\nCOMMIT;\n")
            .file("0002_index.sql", "--\n-- Concurrently\n--\nselect 2;\n")
            .file(
                "0003_data.sql",
                "BEGIN;\n--\n-- Raw Python operation\n--\n-- THIS OPERATION CANNOT BE WRITTEN AS SQL\nCOMMIT;\n")
            .file("0004_state.sql", "");
    assertThat(django.notes())
        .anySatisfy(n -> assertThat(n).startsWith("!  0003_data.sql: has an operation in Python"))
        .noneSatisfy(n -> assertThat(n).contains("0004_state"));
    assertThat(django.written())
        .containsOnly(
            entry("V0001__initial.sql", "--\n-- Create model A\n--\nselect 1;\n"),
            entry("U0001__initial.sql", "select -1;\n"),
            entry(
                "V0002__index.sql",
                "-- lockstep: no-transaction\n--\n-- Concurrently\n--\nselect 2;\n"),
            entry(
                "V0003__data.sql",
                "--\n-- Raw Python operation\n--\n-- THIS OPERATION CANNOT BE WRITTEN AS SQL\n"),
            entry("V0004__state.sql", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "flyway, V1__a.sql, V2__b.SQL",
    "golang-migrate, 1_a.up.sql, 2_b.up.SQL",
    "goose, 1_a.sql, 2_b.Sql"
  })
  void a_script_in_capitals_is_not_left_out_in_silence(String tool, String read, String leftOut) {
    Importing importing =
        new Importing(tool, folder)
            .file(read, "-- +goose Up\nselect 1;\n")
            .file(leftOut, "select 2;");
    assertThat(importing.notes())
        .anySatisfy(
            note -> assertThat(note).startsWith("!  " + leftOut + ": ").contains("is left out"));
  }

  @Test
  void golang_migrates_empty_down_takes_back_by_doing_nothing() {
    Importing golang =
        new Importing("golang-migrate", folder)
            .file("1_a.up.sql", "create table a ();\n")
            .file("1_a.down.sql", "")
            .file("2_b.up.sql", "insert into a default values;\n")
            .file("2_b.down.sql", "-- no-op\n")
            .file("3_c.up.pgsql", "select 1;");
    assertThat(golang.notes())
        .containsExactly(
            "!  3_c.up.pgsql: golang-migrate takes any ending, and Lockstep .sql alone, so it is left out. Name it ….sql.");
    assertThat(golang.written())
        .containsOnly(
            entry("V1__a.sql", "create table a ();\n"),
            entry("U1__a.sql", ""),
            entry("V2__b.sql", "insert into a default values;\n"),
            entry("U2__b.sql", "-- no-op\n"));
  }

  @Test
  void files_of_one_number_come_in_the_order_of_their_names() {
    Importing golang =
        new Importing("golang-migrate", folder)
            .file("0000_b.up.sql", "create table b ();\n")
            .file("0000_a.up.sql", "create table a ();\n")
            .file("0001_c_up.sql", "create table c ();\n")
            .file("0001_c_down.sql", "drop table c;\n")
            .file("0002.up.sql", "create table d ();\n");
    assertThat(golang.notes()).noneMatch(note -> note.startsWith("!"));
    assertThat(golang.written())
        .containsOnly(
            entry("V0000__a.sql", "create table a ();\n"),
            entry("V0000.1__b.sql", "create table b ();\n"),
            entry("V0001__c.sql", "create table c ();\n"),
            entry("U0001__c.sql", "drop table c;\n"),
            entry("V0002__migration.sql", "create table d ();\n"));
  }

  @Test
  void an_undo_file_without_a_migration_is_no_task_where_the_tool_passes_it_over() {
    Importing maragudk =
        new Importing("golang-migrate", folder)
            .file("0000_a.up.sql", "create table a ();\n")
            .file("0000_b.up.sql", "create table b ();\n")
            .file("0001_c.down.sql", "drop table c;\n");
    assertThat(maragudk.notes())
        .contains(
            "*  0001_c.down.sql: there is no file that applies version 0001, so it is left out.");
    assertThat(maragudk.written()).containsOnlyKeys("V0000__a.sql", "V0000.1__b.sql");
  }

  @ParameterizedTest
  @CsvSource({
    "'-- migrate:up\nselect 1;\n  -- migrate:down\nselect 2;\n', has an indented",
    "'-- migrate:up\nselect 1;\n-- migrate:down\n-- migrate:up\nselect 3;\n-- migrate:down\n', has more than one",
  })
  void what_dbmate_refuses_or_takes_back_the_other_way_round_is_left_out(String text, String why) {
    Importing dbmate =
        new Importing("dbmate", folder)
            .file("1_a.sql", "-- migrate:up\nselect 1;\n-- migrate:down\nselect 2;\n")
            .file("2_b.sql", text.translateEscapes());
    assertThat(dbmate.notes())
        .anySatisfy(
            note -> assertThat(note).startsWith("!  2_b.sql: " + why).contains("is left out"));
    assertThat(dbmate.written()).containsOnlyKeys("V1__a.sql", "U1__a.sql");
  }

  @Test
  void a_change_set_that_liquibase_ignores_is_left_out() {
    Importing liquibase =
        new Importing("liquibase-sql", folder)
            .file(
                "1.sql",
                "--liquibase formatted sql\n--changeset ann:1\nselect 1;\n--rollback select 2;\n--changeset ann:2 ignore:true\nselect 3;\n");
    assertThat(liquibase.notes())
        .anySatisfy(note -> assertThat(note).startsWith("*  ").contains("::2::ann", "ignore:true"));
    assertThat(liquibase.written()).containsOnlyKeys("V1__ann.sql", "U1__ann.sql");
  }

  @Test
  void dbmates_sections_are_taken_apart() {
    Importing dbmate =
        new Importing("dbmate", folder)
            .file(
                "20240101120000_a.sql",
                "-- why\n-- migrate:up\ncreate table a ();\r\n\n-- migrate:down\ndrop table a;\n")
            .file(
                "20240102120000_b.sql",
                "-- migrate:up transaction:false\nvacuum;\n--migrate:down transaction:true\nselect 1;\n")
            .file("20240103120000_c.sql", "-- migrate:up\nselect 3;\n\n-- migrate:down\n\n")
            .file("20240104120000_d.sql", "select 4;\n");
    assertThat(dbmate.notes())
        .containsExactly(
            "!  20240104120000_d.sql: has no \"-- migrate:up\", so it is left out. Put that line above its statements.",
            "*  20240103120000_c.sql: its down has no statement, so a rollback takes nothing back. If it can't be taken back, delete the U file and write \"-- lockstep: irreversible\" on top of the V file.");
    assertThat(dbmate.written())
        .containsOnly(
            entry("V20240101120000__a.sql", "-- why\ncreate table a ();\r\n\n"),
            entry("U20240101120000__a.sql", "drop table a;\n"),
            entry("V20240102120000__b.sql", "-- lockstep: no-transaction\nvacuum;\n"),
            entry("U20240102120000__b.sql", "select 1;\n"),
            entry("V20240103120000__c.sql", "select 3;\n\n"),
            entry("U20240103120000__c.sql", "\n"));
  }

  @Test
  void gooses_sections_are_taken_apart_and_a_statement_that_its_mark_ended_gets_its_semicolon() {
    Importing goose =
        new Importing("goose", folder)
            .file(
                "00001_a.sql",
                """
                -- +goose Up
                -- +goose StatementBegin
                create function f() returns int language sql as $$ select 1; $$
                -- +goose StatementEnd
                select 1;
                -- +goose Down
                -- +goose statementbegin
                drop function f();
                -- +goose StatementEnd
                """)
            .file(
                "20240101120000_b.sql",
                "-- +goose NO TRANSACTION\n-- +goose Up\nvacuum;\n\n-- +goose Down\nselect 2;\n")
            .file(
                "20240102120000_c.sql",
                "-- +goose Up\n-- +goose ENVSUB ON\nselect '${HOME}';\n-- +goose ENVSUB OFF\n-- +goose Down\nselect 3;")
            .file("20240103120000_d.go", "package migrations")
            .file("20240103120000_d_test.go", "package migrations");
    assertThat(goose.notes())
        .containsExactly(
            "!  20240102120000_c.sql: has environment variables put in by goose (ENVSUB ON), which Lockstep leaves as they are. Write their values into the file.",
            "!  20240103120000_d.go: is a program in Go, so it is left out. Write in SQL what it does, as V20240103120000__d.sql.");
    assertThat(goose.written())
        .containsOnly(
            entry(
                "V00001__a.sql",
                "create function f() returns int language sql as $$ select 1; $$\n;\nselect 1;\n"),
            entry("U00001__a.sql", "drop function f();\n"),
            entry("V20240101120000__b.sql", "-- lockstep: no-transaction\nvacuum;\n\n"),
            entry("U20240101120000__b.sql", "-- lockstep: no-transaction\nselect 2;\n"),
            entry("V20240102120000__c.sql", "select '${HOME}';\n"),
            entry("U20240102120000__c.sql", "select 3;"));
  }
}
