package io.lockstep.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of tools that have no format of their own, which begin with a number. */
class NumberedFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "0002_b.sql",
    "0002-b.sql",
    "0002.b.sql",
    "0002 b.sql",
    "V0002__b.sql",
    "V0002.b.up.sql",
    "0002_b-up.sql",
    "0002.do.b.sql"
  })
  void a_file_that_begins_with_a_number_is_a_migration(String name) {
    Importing numbered =
        new Importing("sql", folder)
            .file("0001_a.sql", "select 1;\n")
            .file(name, "select 2;\n")
            .file(name.replace("up.sql", "down.sql"), "select 2;\n")
            .file("below/0003_c.sql", "select 3;\n");
    numbered.run();
    assertThat(numbered.written())
        .containsEntry("V0001__a.sql", "select 1;\n")
        .anySatisfy(
            (file, text) -> {
              assertThat(file).matches("V0002__b(_up)?\\.sql");
              assertThat(text).isEqualTo("select 2;\n");
            })
        .doesNotContainKey("V0003__c.sql");
  }

  @Test
  void a_placeholder_of_graphile_migrates_is_left_to_do_in_quotes_too() {
    String text =
        "grant connect on database :DATABASE_NAME to x;\nselect ':DATABASE_OWNER'::TEXT, '10:AM', :OWN;\n";
    Importing graphile =
        new Importing("sql", folder)
            .file("000001.sql", "--! Previous: -\n--! Hash: sha1:abc\n\n" + text)
            .file("000002.sql", "-- no header\n" + text.replace(":OWN", "1").replace(" :D", " D"));
    assertThat(graphile.notes().stream().filter(note -> note.startsWith("!")))
        .containsExactly(
            "!  :DATABASE_NAME: is a placeholder of graphile-migrate's in 000001.sql. Write its value there, or ${DATABASE_NAME} with placeholders.DATABASE_NAME=VALUE in lockstep.properties.",
            "!  :DATABASE_OWNER: is a placeholder of graphile-migrate's in 000001.sql. Write its value there, or ${DATABASE_OWNER} with placeholders.DATABASE_OWNER=VALUE in lockstep.properties.",
            "!  :OWN: is a placeholder of graphile-migrate's in 000001.sql. Write its value there, or ${OWN} with placeholders.OWN=VALUE in lockstep.properties.");
  }

  @ParameterizedTest
  @CsvSource({
    "1_a.up.sql, 1_a.down.sql",
    "1_a-up.sql, 1_a-down.sql",
    "1_a_up.sql, 1_a_down.sql",
    "1.a.sql, 1.a.rollback.sql",
    "1.do.a.sql, 1.undo.a.sql",
    "1_a.sql, 1_a.undo.sql",
    "V1.a.up.sql, V1.a.down.sql"
  })
  void a_file_beside_it_takes_it_back(String up, String down) {
    Importing numbered =
        new Importing("sql", folder).file(up, "select 1;\n").file(down, "select -1;\n");
    assertThat(numbered.notes()).isEmpty();
    assertThat(numbered.written())
        .containsOnly(entry("V1__a.sql", "select 1;\n"), entry("U1__a.sql", "select -1;\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "'-- Up Migration', '-- Down Migration'",
    "'--- up migration', '--- down migration'",
    "'-- rambler up', '-- rambler down'",
    "'-- ==== UP ====', '-- ==== DOWN ===='",
    "'# --- !Ups', '# --- !Downs'",
    "'-- !Ups', '-- !Downs'",
    "'-- // first', '-- //@UNDO'",
    "'-- nothing', '---- create above / drop below ----'"
  })
  void a_part_of_the_file_takes_it_back(String up, String down) {
    Importing numbered =
        new Importing("sql", folder)
            .file("1.sql", up + "\nselect 1;\n" + down + "\nselect -1;\n")
            .file("2.sql", "select 2;\n" + down + "\n");
    numbered.run();
    assertThat(numbered.written().get("V1__migration.sql"))
        .endsWith("select 1;\n")
        .doesNotContain("-1");
    assertThat(numbered.written())
        .contains(
            entry("U1__migration.sql", "select -1;\n"),
            entry("V2__migration.sql", "select 2;\n"),
            entry("U2__migration.sql", ""));
  }

  @Test
  void two_files_of_one_number_are_taken_in_the_order_of_their_names() {
    Importing numbered =
        new Importing("sql", folder)
            .file("2_b.sql", "select 2;\n")
            .file("2_a.sql", "select 1;\n")
            .file("2_a.down.sql", "select -1;\n")
            .file("10_c.sql", "select 3;\n");
    assertThat(numbered.notes())
        .contains(
            "*  several files of one number: they are taken in the order of their names, as 0002, 0002.1 and so on.");
    assertThat(numbered.written())
        .containsOnly(
            entry("V2__a.sql", "select 1;\n"),
            entry("U2__a.sql", "select -1;\n"),
            entry("V2.1__b.sql", "select 2;\n"),
            entry("V10__c.sql", "select 3;\n"));
  }

  @Test
  void drizzles_journal_says_the_order_and_a_breakpoint_ends_a_statement() {
    Importing drizzle =
        new Importing("sql", folder)
            .file(
                "meta/_journal.json",
                "{\"entries\": [{\"idx\": 0, \"tag\": \"0000_b\"}, {\"idx\": 1, \"tag\": \"0001_z\"}, {\"idx\": 2, \"tag\": \"0001_a\"}, {\"idx\": 3, \"tag\": \"0002_gone\"}]}")
            .file(
                "0000_b.sql",
                "select 0\n--> statement-breakpoint\nselect 1;--> statement-breakpoint\nselect 2;")
            .file("0001_a.sql", "select 4;")
            .file("0001_z.sql", "select 3;")
            .file("0003_aside.sql", "select 5;");
    assertThat(drizzle.notes())
        .contains(
            "!  0002_gone.sql: is named by meta/_journal.json, and not there. Drizzle stops at it, too: bring it back, or take it out of the journal.",
            "*  0003_aside.sql: meta/_journal.json doesn't name it, so it is left out, as by Drizzle.");
    assertThat(drizzle.written())
        .contains(
            entry(
                "V0000__b.sql",
                "select 0\n\n;\n--> statement-breakpoint\nselect 1;--> statement-breakpoint\nselect 2;"),
            entry("V0001__z.sql", "select 3;"),
            entry("V0001.1__a.sql", "select 4;"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- postgres-migrations disable-transaction",
        "-- atlas:txmode none",
        "---- tern: disable-tx ----",
        "--! no-transaction",
        "-- transactional: false"
      })
  void a_file_that_runs_outside_a_transaction_goes_on_doing_so(String mark) {
    Importing numbered =
        new Importing("sql", folder)
            .file("1_a.sql", mark + "\nselect 1;\n")
            .file("2_NONTRANSACTIONAL_b.sql", "select 2;\n");
    numbered.run();
    assertThat(numbered.written())
        .containsOnly(
            entry("V1__a.sql", "-- lockstep: no-transaction\n" + mark + "\nselect 1;\n"),
            entry("V2__NONTRANSACTIONAL_b.sql", "-- lockstep: no-transaction\nselect 2;\n"));
  }

  @Test
  void a_checkpoint_of_atlas_is_left_out_and_a_template_is_left_to_do() {
    Importing numbered =
        new Importing("sql", folder)
            .file("1_a.sql", "create table {{.prefix}}a ();\n")
            .file("2_b.sql", "-- atlas:checkpoint\n\ncreate table a ();\n")
            .file("3_c.sql", "select '{{.5,1},{2,3}}';\n");
    assertThat(numbered.notes())
        .contains(
            "!  1_a.sql: is a template, which its tool fills in. Write what it comes to into the file.",
            "*  2_b.sql: is a checkpoint of Atlas's, so it is left out: the files before it lead there, too.")
        .noneSatisfy(note -> assertThat(note).contains("3_c.sql: is a template"));
    assertThat(numbered.written()).containsOnlyKeys("V1__a.sql", "V3__c.sql");
  }

  @ParameterizedTest
  @CsvSource({
    "sqlx, 1_a.sql, '-- Down Migration', sql",
    "golang-migrate, 1_a.up.sql, '---- create above / drop below ----', sql",
    "flyway, V1__a.sql, '-- +goose Down', goose",
    "sql, 1_a.sql, '-- migrate:down', dbmate",
    "sql, 1_a.sql, '-- +migrate Down', sql-migrate"
  })
  void a_mark_that_another_tool_reads_is_left_to_do(
      String format, String name, String mark, String other) {
    assertThat(
            new Importing(format, folder)
                .file(name, "create table a ();\n" + mark + "\ndrop table a;\n")
                .notes())
        .contains(
            "!  "
                + name
                + ": has the mark \""
                + mark
                + "\", but what is below it would run with what is above. Import it with --from "
                + other
                + ", which knows the mark; or delete the mark if all is meant.");
  }
}
