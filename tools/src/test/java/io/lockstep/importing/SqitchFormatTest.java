package io.lockstep.importing;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lockstep.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan of Sqitch's, and its scripts. */
class SqitchFormatTest {
  private static final String WHO = " 2024-01-01T00:00:00Z Ann <ann@example.com> # why [x]\n";

  @TempDir Path folder;
  private Importing sqitch;

  @BeforeEach
  void source() {
    sqitch = new Importing("sqitch", folder);
  }

  @Test
  void changes_are_taken_in_the_plans_order_and_reworked_ones_as_they_were() {
    sqitch
        .file(
            "sqitch.plan",
            "%syntax-version=1.0.0\n%project=shop\n\n# first\ntables/z"
                + WHO
                + "a [tables/z]"
                + WHO
                + "@v1"
                + WHO
                + "@v1.1"
                + WHO
                + "\nother [billing:invoice tables/z !no]"
                + WHO
                + "a [a@v1]"
                + WHO
                + "@v2"
                + WHO
                + "lost"
                + WHO)
        .file(
            "deploy/tables/z.sql",
            "-- Deploy shop:z to pg\n\nBEGIN;\ncreate table z ();\nCOMMIT;\n")
        .file("revert/tables/z.sql", "begin;\ndrop table z;\ncommit;\n")
        .file("deploy/a@v1.1.sql", "select 1;\n")
        .file("revert/a@v1.1.sql", "select -1;\n")
        .file("deploy/a.sql", "select 2;\n")
        .file("revert/a.sql", "select -2;\n")
        .file("verify/a.sql", "select 1/0;\n")
        .file("deploy/other.sql", "select 'other';\n")
        .file("revert/other.sql", "-- nothing\n")
        .file("sqitch.conf", "[core]\n\tengine = pg\n[deploy \"variables\"]\n\tname = ann\n");
    assertThat(sqitch.notes())
        .map(note -> note.replaceFirst("\\. [A-Z].*", "."))
        .containsExactly(
            "!  sqitch.plan: other requires billing:invoice of another project.",
            "!  lost: has no script in deploy, so it is left out.",
            "!  sqitch.conf: sets variables, which psql replaces and Lockstep leaves as they are.",
            "*  revert/other.sql: its down has no statement, so a rollback takes nothing back.",
            "*  sqitch.plan: targets are versions here, and its newest tags are these: @v2 is 0004, @v1.1 is 0002, @v1 is 0002.",
            "*  verify: is left out: ./lockstep verify compares the schema with what the migrations make.",
            "*  "
                + sqitch.source()
                + ": versions are numbered from 0001 in the order of the files, since what they have are not numbers that grow.",
            "*  V0001__tables_z.sql, U0001__tables_z.sql: BEGIN and COMMIT are left out, since a step is one transaction already.");
    assertThat(sqitch.written())
        .containsOnly(
            entry("V0001__tables_z.sql", "-- Deploy shop:z to pg\n\ncreate table z ();\n"),
            entry("U0001__tables_z.sql", "drop table z;\n"),
            entry("V0002__a.sql", "select 1;\n"),
            entry("U0002__a.sql", "select -1;\n"),
            entry("V0003__other.sql", "select 'other';\n"),
            entry("U0003__other.sql", "-- nothing\n"),
            entry("V0004__a.sql", "select 2;\n"),
            entry("U0004__a.sql", "select -2;\n"));
  }

  @Test
  void a_project_may_be_below_the_folder_but_it_must_be_one() {
    sqitch
        .file("schema/sqitch.plan", "%project=a\n\na" + WHO)
        .file("schema/deploy/a.sql", "select 1;");
    sqitch.run();
    assertThat(sqitch.written()).containsOnlyKeys("V0001__a.sql");
    Importing two = new Importing("sqitch", folder.resolve("two"));
    two.file("one/sqitch.plan", "").file("two/sqitch.plan", "");
    assertThat(problem(ExitCode.USAGE, two::run).text())
        .contains("one/sqitch.plan, two/sqitch.plan", "Nothing was written");
  }
}
