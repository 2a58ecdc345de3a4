package io.lockstep.importing;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lockstep.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files are sorted and read as dbmate sorts and reads them. */
class DbmateFormatTest {
  @TempDir Path folder;
  private Importing dbmate;

  @BeforeEach
  void format() {
    dbmate = new Importing("dbmate", folder);
  }

  private static String sections(String up, String down) {
    return "-- migrate:up\n" + up + "\n-- migrate:down\n" + down + "\n";
  }

  private Importing numbered(String... names) {
    for (String name : names) {
      dbmate.file(name + ".sql", sections("select '" + name + "';", "select 0;"));
    }
    return dbmate;
  }

  @Test
  void files_are_sorted_by_name_and_not_by_number() {
    assertThat(numbered("1_a", "2_b", "9_c", "10_d", "011_e").notes())
        .containsExactly(
            "*  "
                + dbmate.source()
                + ": versions are numbered from 0001 in the order of the files, since what they have are not numbers that grow.");
    assertThat(dbmate.written().keySet().stream().filter(name -> name.startsWith("V")))
        .containsExactly(
            "V0001__011_e.sql",
            "V0002__10_d.sql",
            "V0003__1_a.sql",
            "V0004__2_b.sql",
            "V0005__9_c.sql");
  }

  @Test
  void a_version_is_text() {
    numbered("01_a", "1_b", "002_c").run();
    assertThat(dbmate.written().keySet().stream().filter(name -> name.startsWith("V")))
        .containsExactly("V0001__002_c.sql", "V0002__01_a.sql", "V0003__1_b.sql");
  }

  @Test
  void versions_that_grow_are_kept() {
    numbered("1_a", "20240101120000_b", "20240101120001c", "20240101120002-d").run();
    assertThat(dbmate.written().keySet().stream().filter(name -> name.startsWith("V")))
        .containsExactlyInAnyOrder(
            "V1__a.sql",
            "V20240101120000__b.sql",
            "V20240101120001__c.sql",
            "V20240101120002__-d.sql");
  }

  @Test
  void two_of_one_version_are_refused_as_dbmate_fails_at_the_second() {
    assertThat(problem(ExitCode.USAGE, numbered("01_a", "01_b")::run).text())
        .contains("two files of version 01: 01_a.sql and 01_b.sql");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-- migrate:up\\nselect 1;\\n|has no \"-- migrate:down\"",
        "-- migrate:up\\nselect 1;\\n-- Migrate:Down\\nselect 2;\\n|has no \"-- migrate:down\"",
        "-- migrate:up\\nselect 1;\\n-- migrate: down\\nselect 2;\\n|has no \"-- migrate:down\"",
        "-- migrate:up\\nselect 1;\\n-- migrate:down;\\nselect 2;\\n|has no \"-- migrate:down\"",
        "-- migrate:up\\nselect 1;\\n/* -- migrate:down */\\n|has no \"-- migrate:down\"",
        "-- migrate:up\\nselect 1;\\n\\t-- migrate:down\\nselect 2;\\n|has an indented",
        "select 1;\\n-- migrate:down\\nselect 2;\\n|has no \"-- migrate:up\"",
        "-- migrate:down\\n-- migrate:up\\nselect 1;\\n|has \"-- migrate:down\" above",
        "select 0;\\n-- migrate:up\\nselect 1;\\n-- migrate:down\\n|has statements above",
        "-- migrate:up\\n-- migrate:up\\n-- migrate:down\\n|has more than one \"-- migrate:up\"",
        "-- migrate:up\\n-- migrate:down\\n-- migrate:down\\n|has more than one \"-- migrate:down\"",
      })
  void what_dbmate_refuses_is_left_out(String text, String why) {
    dbmate.file("1_a.sql", text.translateEscapes()).file("2_b.sql", sections("select 2;", ""));
    assertThat(dbmate.notes())
        .anySatisfy(note -> assertThat(note).startsWith("!  1_a.sql: " + why).contains("left out"));
    assertThat(dbmate.written()).containsOnlyKeys("V2__b.sql", "U2__b.sql");
  }

  @Test
  void a_mark_to_go_down_above_the_first_to_go_up_is_a_comment() {
    dbmate
        .file("1_a.sql", "-- migrate:down\n-- migrate:up\nselect 1;\n-- migrate:down\nselect 2;\n")
        .run();
    assertThat(dbmate.written())
        .containsOnly(
            entry("V1__a.sql", "-- migrate:down\nselect 1;\n"), entry("U1__a.sql", "select 2;\n"));
  }

  @Test
  void an_indented_mark_beside_the_right_one_is_a_comment() {
    dbmate
        .file(
            "1_a.sql", "-- migrate:up\nselect 1;\n  -- migrate:down\n-- migrate:down\nselect 2;\n")
        .run();
    assertThat(dbmate.written())
        .containsOnly(
            entry("V1__a.sql", "select 1;\n  -- migrate:down\n"),
            entry("U1__a.sql", "select 2;\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "transaction:false, true",
    "foo:bar transaction:false, true",
    "transaction:true transaction:false, true",
    "transaction:false transaction:true, false",
    "transaction : false, false",
    "transaction:FALSE, false",
    "transaction:false;, false",
    "no-transaction:false, false",
  })
  void an_option_is_read_as_dbmate_reads_it(String option, boolean outside) {
    dbmate.file("1_a.sql", "-- migrate:up " + option + "\nselect 1;\n-- migrate:down\n").run();
    assertThat(dbmate.written().get("V1__a.sql").startsWith("-- lockstep: no-transaction"))
        .isEqualTo(outside);
  }
}
