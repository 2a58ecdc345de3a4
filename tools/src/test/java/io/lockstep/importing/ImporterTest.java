package io.lockstep.importing;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.importing.source.Note;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every format, shown on golang-migrate's. */
class ImporterTest {
  @TempDir Path folder;
  private Importing importing;

  @BeforeEach
  void source() {
    importing = new Importing("golang-migrate", folder);
  }

  @Test
  void versions_names_and_bytes_are_kept() {
    importing
        .file("000002_b.up.sql", "create table b (id int)\t;\r\n-- ä\r\n")
        .file("000002_b.down.sql", "drop table b")
        .file("10_add a \"column\".up.sql", "select 10;")
        .file("10_add a \"column\".down.sql", "select -10;");
    ImportReport report = importing.run();
    assertThat(importing.written())
        .containsOnly(
            entry("V000002__b.sql", "create table b (id int)\t;\r\n-- ä\r\n"),
            entry("U000002__b.sql", "drop table b"),
            entry("V10__add_a_column.sql", "select 10;"),
            entry("U10__add_a_column.sql", "select -10;"));
    assertThat(report.notes()).isEmpty();
    assertThat(report.problem()).isEmpty();
    assertThat(report.files()).hasSize(4);
    assertThat(report.files().get(2).toString()).contains("V000002__b.sql", "000002_b.up.sql");
  }

  @Test
  void begin_and_commit_are_left_out_and_that_is_said_once() {
    importing
        .file(
            "1_a.up.sql",
            """
            -- why
            BEGIN;
            create function commit() returns int language sql begin atomic select 1; end;
              -- before the end
              commit work ; -- done
            """)
        .file("1_a.down.sql", "START TRANSACTION; drop function commit(); END;")
        .file("2_b.up.sql", "begin;\nselect 1;\ncommit;\n\nbegin;\nselect 2;\ncommit;\n")
        .file("3_c.up.sql", "-- 😀\r\nBEGIN;\r\n\r\nselect 'ä';\r\nCOMMIT;\r\n")
        .file("3_c.down.sql", "select -3;")
        .file("2_b.down.sql", "begin transaction;\ncopy b from stdin;\ncommit;\n\\.\ncommit;\n");
    assertThat(importing.notes())
        .containsExactly(
            "*  V1__a.sql, U1__a.sql, V2__b.sql and 2 more: BEGIN and COMMIT are left out, since a step is one transaction already.");
    assertThat(importing.written())
        .containsOnly(
            entry(
                "V1__a.sql",
                """
                -- why
                create function commit() returns int language sql begin atomic select 1; end;
                  -- before the end
                   -- done
                """),
            entry("U1__a.sql", " drop function commit(); "),
            entry("V2__b.sql", "select 1;\n\nselect 2;\n"),
            entry("V3__c.sql", "-- 😀\r\n\r\nselect 'ä';\r\n"),
            entry("U3__c.sql", "select -3;"),
            entry("U2__b.sql", "copy b from stdin;\ncommit;\n\\.\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 1; commit;|select 1;",
        "select 1;\\nCOMMIT;\\n-- done\\n|select 1;\\n-- done\\n",
        "select 1; end work;|select 1;",
        "begin; select 1;|select 1;",
        "begin; begin; select 1; commit; commit;|select 1;",
        "select 1; commit; begin; select 2; commit;|select 1;   select 2;",
        "begin; select 1; commit; begin; alter type t add value 'x'; commit;|select 1;   alter type t add value 'x';",
        "begin; select 1; commit; select 2;|select 1;  select 2;",
        "begin; select 1; commit; select 2; commit;|select 1;  select 2;",
      })
  void a_commit_or_begin_alone_is_left_out_where_it_does_nothing(String sql, String written) {
    importing.file("1_a.up.sql", sql.translateEscapes()).file("1_a.down.sql", "");
    assertThat(importing.notes()).singleElement().asString().contains("BEGIN and COMMIT are left");
    assertThat(importing.written().get("V1__a.sql").strip())
        .isEqualTo(written.translateEscapes().strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit; create index concurrently i on a (id);",
        "commit; create index concurrently i on a (id); begin;",
        "alter type t add value 'x'; commit; insert into a values ('x');",
        "begin; select 1; commit; commit; select 2;",
        "begin; insert into a values (1); commit; create index concurrently i on a (id);",
        "create index concurrently i on a (id); commit;",
        "begin; alter type t add value 'x'; commit; begin; insert into a values ('x'); commit;",
        "commit and chain;",
        "begin; set local search_path = s; create table a (); commit; create table b ();",
        "select set_config('a.b', 'c', true); commit; select 2;",
        "begin; select 1; commit; set local search_path = s; create table b ();",
        "create temp table a () on commit drop; commit; create table b ();",
        "select 1; rollback;",
      })
  void a_commit_that_does_something_is_left_to_the_user(String sql) {
    importing.file("1_a.up.sql", sql).file("1_a.down.sql", "");
    assertThat(importing.notes())
        .singleElement()
        .asString()
        .startsWith("!  1_a.up.sql: line 1 says ")
        .contains("make two files", "-- lockstep: no-transaction");
    assertThat(importing.written()).containsEntry("V1__a.sql", sql);
  }

  @Test
  void a_commit_alone_in_a_script_without_a_transaction_stays() {
    Importing goose =
        new Importing("goose", folder)
            .file(
                "1_a.sql",
                "-- +goose NO TRANSACTION\n-- +goose Up\ncommit;\nvacuum;\n-- +goose Down\nselect 1;\n");
    assertThat(goose.notes()).isEmpty();
    assertThat(goose.written().get("V1__a.sql"))
        .isEqualTo("-- lockstep: no-transaction\ncommit;\nvacuum;\n");
  }

  @Test
  void what_lockstep_would_refuse_to_run_is_said_with_line_and_file() {
    importing
        .file("1_a.up.sql", "begin;\nselect 1;\nrollback;\n")
        .file("2_b.up.sql", "\\set x 1\n")
        .file("3_c.up.sql", "create table c ();\ncreate index concurrently i on c (id);\n")
        .file("4_d.up.sql", "begin isolation level serializable; commit;");
    ImportReport report = importing.run();
    assertThat(report.notes())
        .map(Note::toString)
        .anySatisfy(n -> assertThat(n).startsWith("!  1_a.up.sql: line 1 says BEGIN"))
        .anySatisfy(n -> assertThat(n).contains("!  2_b.up.sql: line 1 has psql's command"))
        .anySatisfy(n -> assertThat(n).contains("!  3_c.up.sql: mixes", "db/shop/V3__c.sql"))
        .anySatisfy(n -> assertThat(n).startsWith("!  4_d.up.sql: line 1 says BEGIN"))
        .anySatisfy(
            n ->
                assertThat(n)
                    .startsWith("*  V1__a.sql, V2__b.sql, V3__c.sql and 1 more: nothing takes it"));
    assertThat(report.problem()).hasValueSatisfying(p -> assertThat(p.text()).contains("4 things"));
    assertThat(importing.written()).containsEntry("V1__a.sql", "begin;\nselect 1;\nrollback;\n");
  }

  @Test
  void an_app_that_has_scripts_is_not_written_into() {
    importing.file("1_a.up.sql", "select 1;");
    new MigrationFolder(importing.db()).file("shop/2026/V9__mine.sql", "select 9;");
    assertThat(problem(ExitCode.REFUSED, importing::run).text())
        .contains("V9__mine.sql is there already", "--app");
    assertThat(importing.written()).containsOnlyKeys("2026/V9__mine.sql");
  }

  @Test
  void an_app_folder_without_scripts_is_filled() {
    importing.file("1_a.up.sql", "select 1;");
    new MigrationFolder(importing.db()).file("shop/lockstep.properties", "history=x");
    importing.run();
    assertThat(importing.written()).containsKeys("V1__a.sql", "lockstep.properties");
  }

  @Test
  void nothing_is_written_when_one_file_can_not_be_read() {
    importing.file("1_a.up.sql", "select 1;");
    new MigrationFolder(importing.source()).file("2_b.up.sql", new byte[] {(byte) 0xe4});
    assertThat(problem(ExitCode.USAGE, importing::run).text()).contains("2_b.up.sql", "UTF-8");
    assertThat(importing.db()).doesNotExist();
  }

  @Test
  void nothing_stays_when_one_file_can_not_be_written() throws Exception {
    importing.file("1_a.up.sql", "select 1;").file("2_b.up.sql", "select 2;");
    Files.createDirectories(importing.db().resolve("shop"));
    Files.createSymbolicLink(importing.db().resolve("shop/V2__b.sql"), Path.of("nowhere"));
    assertThat(problem(ExitCode.REFUSED, importing::run).text())
        .contains("V2__b.sql is there already");
    assertThat(importing.written()).isEmpty();
  }

  @Test
  void two_files_of_one_version_are_refused_with_both_names() {
    importing.file("1_a.up.sql", "select 1;").file("000001_b.up.sql", "select 2;");
    assertThat(problem(ExitCode.USAGE, importing::run).text())
        .contains("1_a.up.sql", "000001_b.up.sql");
    assertThat(importing.db()).doesNotExist();
  }

  @Test
  void a_folder_of_which_all_is_left_out_says_why() {
    Importing dbmate = new Importing("dbmate", folder).file("1_a.sql", "select 1;\n");
    ImportReport report = dbmate.run();
    assertThat(report.notes()).map(Note::toString).singleElement().asString().startsWith("!  1_a");
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> {
                      throw report.problem().orElseThrow();
                    })
                .text())
        .contains("1 thing is left to do", "Nothing was written", "--from");
    assertThat(dbmate.db().resolve("shop")).doesNotExist();
  }

  @Test
  void a_folder_without_migrations_is_wrong_usage() {
    importing.file("readme.txt", "");
    assertThat(problem(ExitCode.USAGE, importing::run).text()).contains("golang-migrate", "--from");
    Importing nowhere = new Importing("goose", folder.resolve("nowhere"));
    assertThat(problem(ExitCode.USAGE, nowhere::run).text()).contains("nowhere", "no folder");
  }

  @Test
  void what_says_no_version_or_has_nothing_to_take_back_is_left_out_and_said() {
    importing
        .file("1_a.up.sql", "select 1;")
        .file("2_b.down.sql", "select 2;")
        .file("seed.sql", "select 3;")
        .file("sub/3_c.up.sql", "select 3;");
    assertThat(importing.notes())
        .containsExactly(
            "!  seed.sql: its name says no version, so it is left out. Name it 000003_what_it_does.up.sql.",
            "!  2_b.down.sql: there is no file that applies version 2, so it is left out. Add that file, or delete this one.",
            "*  V1__a.sql: nothing takes it back, so no rollback can pass it. An app without any undo script has undo=optional; with undo=required in its lockstep.properties verify and rehearse report each.");
    assertThat(importing.written()).containsOnlyKeys("V1__a.sql");
  }

  @Test
  void a_note_about_a_down_names_that_file() {
    importing.file("1_a.up.sql", "select 1;").file("1_a.down.sql", "select 1;\nrollback;");
    assertThat(importing.notes())
        .singleElement()
        .asString()
        .startsWith("!  1_a.down.sql: line 2 says ROLLBACK")
        .endsWith("Change " + importing.db() + "/shop/U1__a.sql.");
    assertThat(importing.written()).containsKey("U1__a.sql");
  }

  @Test
  void a_sentence_about_many_files_is_said_once() {
    for (int n = 1; n <= 5; n++) {
      importing.file(n + "_a.up.sql", "select 1;\n".repeat(n) + "rollback;");
      importing.file(n + "_a.down.sql", "select 1;");
    }
    importing.file("6_b.up.sql", "\\set x 1").file("6_b.down.sql", "");
    ImportReport report = importing.run();
    assertThat(report.notes()).hasSize(6);
    assertThat(report.lines())
        .filteredOn(line -> line.startsWith("!"))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "!  1_a.up.sql, 2_a.up.sql, 3_a.up.sql and 2 more: line 2 says ROLL")
                    .endsWith("And so on."),
            line -> assertThat(line).startsWith("!  6_b.up.sql: line 1 has psql's command"));
  }

  @Test
  void the_last_line_tells_of_databases_that_are_there() {
    importing.file("1_a.up.sql", "select 1;").file("1_a.down.sql", "select 1;");
    assertThat(importing.run().lines())
        .last()
        .asString()
        .isEqualTo(
            "A database that golang-migrate has brought to a version already: ./lockstep adopt shop VERSION, before the first migrate.");
  }
}
