package io.lockstep.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Marks are read as goose's own parser reads them, wherever they stand. */
class GooseFormatTest {
  private static final String UP = "-- +goose Up\n";

  @TempDir Path folder;

  private Importing file(String text) {
    return new Importing("goose", folder).file("00001_a.sql", text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 1\\n|select 1\\n;\\n",
        "select 1;\\n|select 1;\\n",
        "select 1; -- why\\n|select 1; -- why\\n",
        "select 1;\\n-- why\\n\\n|select 1;\\n-- why\\n\\n",
        "select 1 -- why;\\n|select 1 -- why;\\n;\\n",
        "select 1\\n-- the end;\\n|select 1\\n-- the end;\\n;\\n",
        "select 1\\n/* the end; */\\n|select 1\\n/* the end; */\\n;\\n",
        "select 1; /* the end */\\n|select 1; /* the end */\\n",
        "do $$ begin null; end $$\\n-- the end;\\n|do $$ begin null; end $$\\n-- the end;\\n;\\n",
        "create function f() returns int begin atomic select 1; end\\n|create function f() returns int begin atomic select 1; end\\n;\\n",
        "select 1;\\nselect 2\\n|select 1;\\nselect 2\\n;\\n",
      })
  void a_statement_that_its_mark_ends_has_one_semicolon(String statement, String written) {
    file(UP
            + "-- +goose StatementBegin\n"
            + statement.translateEscapes()
            + "-- +goose StatementEnd\nselect 9;\n")
        .run();
    assertThat(new Importing("goose", folder).written())
        .containsExactly(entry("V00001__a.sql", written.translateEscapes() + "select 9;\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--+goose Up\nselect 1;\n--   +goose   down\nselect -1;\n",
        "-- why\n\n-- +goose UP\nselect 1;\r\n-- +goose DOWN --\nselect -1;\n",
        "-- +goose Up\r\nselect 1; -- +goose Down\n-- +goose Down\r\nselect -1;\n",
      })
  void a_mark_may_have_other_letters_and_blanks(String text) {
    Importing goose = file(text);
    assertThat(goose.notes()).isEmpty();
    assertThat(goose.written().get("V00001__a.sql")).contains("select 1;").doesNotContain("-1");
    assertThat(goose.written()).containsEntry("U00001__a.sql", "select -1;\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-- +goose Up\\nselect 1;\\n  -- +goose Down\\nselect 2;\\n|has a line \"-- +goose Down\"",
        "-- +goose Up\\nselect 1;\\n\\t-- +goose Down\\nselect 2;\\n|has a line \"-- +goose Down\"",
        "-- +goose Up and away\\nselect 1;\\n|has a line \"-- +goose Up and away\"",
        "-- +goose Up\\n-- see +goose docs\\nselect 1;\\n|has a line \"-- see +goose docs\"",
        "-- +goose Up\\nselect 1;\\n-- +goose NO  TRANSACTION\\n|has a line \"-- +goose NO  TRANSACTION\"",
        "-- +goose Up\\nselect 1;\\n-- +goose Up\\nselect 2;\\n|has \"-- +goose Up\" where",
        "-- +goose Down\\nselect 1;\\n-- +goose Up\\nselect 2;\\n|has \"-- +goose Down\" where",
        "-- +goose Up\\nselect 1;\\n-- +goose StatementEnd\\n|has \"-- +goose StatementEnd\" where",
        "-- +goose Up\\n-- +goose StatementBegin\\nselect 1;\\n-- +goose Down\\n|has \"-- +goose Down\" where",
        "-- +goose Up\\n-- +goose StatementBegin\\nselect 1;\\n|has no \"-- +goose StatementEnd\"",
        "-- +goose Up\\n-- +goose StatementBegin\\nselect 1 /* or\\n-- +goose StatementEnd\\n*/;\\n|has \"-- +goose StatementEnd\" in a comment",
        "-- +goose Up\\nselect 1\\n-- +goose Down\\nselect 2;\\n|has a statement without a semicolon",
        "-- +goose Up\\nselect 1;\\n \\n-- why\\n-- +goose Down\\nselect 2;\\n|has a statement without a semicolon",
        "-- +goose Up\\n-- +goose StatementBegin\\n-- no\\n-- +goose StatementEnd\\nselect 1;\\n|has nothing between StatementBegin",
        "select 1;\\n|has statements above",
        "-- nothing\\n|has no \"-- +goose Up\"",
      })
  void what_goose_refuses_is_left_out(String text, String why) {
    Importing goose = file(text.translateEscapes()).file("2_b.sql", UP + "select 2;\n");
    assertThat(goose.notes())
        .anySatisfy(
            note -> assertThat(note).startsWith("!  00001_a.sql: " + why).contains("is left out"));
    assertThat(goose.written()).containsOnlyKeys("V2__b.sql");
  }

  @Test
  void a_down_that_goose_would_not_run_to_its_end_is_kept_and_said() {
    Importing goose = file(UP + "select 1;\n-- +goose Down\ndrop table a; /* b */\n");
    assertThat(goose.notes()).singleElement().asString().startsWith("*  00001_a.sql: has a last");
    assertThat(goose.written()).containsEntry("U00001__a.sql", "drop table a; /* b */\n");
  }

  @Test
  void a_file_that_goose_passes_over_is_said() {
    assertThat(file(UP + "select 1;\n").file("0_zero.sql", UP + "select 0;\n").notes())
        .anyMatch(note -> note.startsWith("!  0_zero.sql: its name says no version"));
  }

  @Test
  void a_down_without_statements_takes_nothing_back_and_that_is_said() {
    Importing goose =
        file(UP + "select 1;\n-- +goose Down\n-- no-op\n")
            .file(
                "2_b.sql",
                UP
                    + "select 2;\n-- +goose Down\n-- +goose StatementBegin\n-- +goose StatementEnd\n")
            .file("3_c.sql", UP + "select 3;\n");
    assertThat(goose.notes())
        .containsExactly(
            "*  00001_a.sql: its down has no statement, so a rollback takes nothing back. If it can't be taken back, delete the U file and write \"-- lockstep: irreversible\" on top of the V file.",
            "*  2_b.sql: its down has no statement, so a rollback takes nothing back. If it can't be taken back, delete the U file and write \"-- lockstep: irreversible\" on top of the V file.",
            "*  V3__c.sql: nothing takes it back, so no rollback can pass it. Add a U file, or write \"-- lockstep: irreversible\" on top.");
    assertThat(goose.written())
        .containsEntry("U00001__a.sql", "-- no-op\n")
        .containsEntry("U2__b.sql", "");
  }

  @Test
  void variables_that_goose_would_not_put_in_are_no_matter() {
    assertThat(
            file(UP
                    + "select '$1';\n-- +goose ENVSUB ON\nselect 1;\n-- +goose ENVSUB OFF\nselect '$2';\n")
                .notes())
        .noneMatch(note -> note.contains("ENVSUB"));
  }

  @Test
  void a_line_ends_as_goose_sends_it() {
    file((UP
                + "-- +goose StatementBegin\ncreate function f() returns text language sql as $$\nselect 'a\nb'\n$$;\n-- +goose StatementEnd\n-- +goose Down\ncomment on schema public is 'a\nb';\n")
            .replace("\n", "\r\n"))
        .run();
    assertThat(new Importing("goose", folder).written())
        .containsOnly(
            entry(
                "V00001__a.sql",
                "create function f() returns text language sql as $$\nselect 'a\nb'\n$$;\n"),
            entry("U00001__a.sql", "comment on schema public is 'a\nb';\n"));
  }
}
