package io.lockstep.catalog;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.script.ScriptHead;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectivesTest {
  @Test
  void directives_are_read_above_the_first_statement_only() {
    Directives directives =
        Directives.read(
            "file",
            """
            -- a comment
            -- lockstep: requires other 0003

            -- lockstep: no-transaction
            select 1;
            -- lockstep: requires third 1
            """);
    assertThat(directives.noTransaction()).isTrue();
    assertThat(directives.requires()).map(Requirement::toString).containsExactly("other 0003");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table a ();\n-- lockstep: draft\n",
        "select 1;\n-- LOCKSTEP: contract\nselect 2;",
        ";\n\t--lockstep : no-transaction\nselect 2;",
        "select ';' as a;\n/* b */ -- Lockstep: batch 10\r\nselect 2;",
        "copy a from stdin;\n-- lockstep: draft\n\\.\n-- lockstep: requires main 1",
        "create table a ();\n  -- lockstep: irreversible",
      })
  void a_directive_below_the_first_statement_is_found(String text) {
    assertThat(Directives.below(text))
        .get()
        .extracting(ScriptHead.Line::text)
        .asString()
        .startsWith("--");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- lockstep: draft\nselect 1;",
        "select 1;\n-- Lockstep requires PostgreSQL 14\n",
        "select 1;\n-- lockstep: see the manual\n",
        "select '\n-- lockstep: draft\n';",
        "do $$ begin\n-- lockstep: draft\nend $$;",
        "copy a from stdin;\n-- lockstep: draft\n\\.\n",
        "select 1;\n/* \n-- lockstep: draft\n*/",
        "select lockstep;",
      })
  void what_is_none_is_not_found_below(String text) {
    assertThat(Directives.below(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/* a /* licence */ */\n\n-- lockstep: draft\nselect 1;",
        "\t--lockstep:draft",
        "-- Lockstep : DRAFT  \r\nselect 1;",
        "/* a */ -- LOCKSTEP: Draft",
        "-- lockstep: draft\rselect 1;",
        "-- a comment\r-- lockstep: draft\r\rselect 1;",
        "\u000b-- lockstep: draft",
      })
  void a_directive_is_read_in_any_case_and_spacing_and_below_block_comments(String text) {
    assertThat(Directives.read("file", text).draft()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- lockstep draft",
        "-- lockstep; no-transaction",
        "--- lockstep: irreversible",
        "-- * lockstep: draft",
        "-- @lockstep: draft",
        "--\u00a0lockstep: draft",
        "-- lock-step: no_transaction",
        "-- lockstep: requires other",
        "-- lockstep:",
        "-- lockstep: no transaction",
        "-- lockstep= requires other 1",
        "-- lockstep contract",
        "-- @lockstep: contract",
        "-- lockstep batch 500",
        "-- lockstep: batch 0",
        "-- lockstep: batch many",
      })
  void a_line_that_is_nearly_a_directive_is_refused_with_its_number(String line) {
    for (String text : List.of("-- x\n/* y\n*/\n" + line, "-- x\n\n/*\n" + line + "*/")) {
      boolean block = text.endsWith("*/");
      if (block && line.equals("-- lockstep:")) {
        continue;
      }
      assertThat(problem(ExitCode.USAGE, () -> Directives.read("V1__a.sql", text)).text())
          .contains("V1__a.sql line 4");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- Lockstep requires PostgreSQL 14",
        "-- a draft for lockstep",
        "/* lockstep draft of a schema */",
      })
  void prose_is_no_directive(String text) {
    assertThat(Directives.read("V1__a.sql", text)).isEqualTo(Directives.NONE);
  }

  @Test
  void a_batch_may_have_a_number_of_rows() {
    assertThat(Directives.read("file", "-- lockstep: batch\n").batch())
        .contains(new Batch(OptionalInt.empty()));
    assertThat(Directives.read("file", "-- Lockstep: Batch  5000\nupdate a set b = 1;").batch())
        .contains(new Batch(OptionalInt.of(5000)));
  }

  @Test
  void batches_of_two_sizes_are_refused() {
    assertThat(
            problem(
                    ExitCode.USAGE,
                    () ->
                        Directives.read(
                            "V1__a.sql", "-- lockstep: batch 10\n-- lockstep: batch 20"))
                .text())
        .contains("V1__a.sql line 2", "batch 20", "another size");
    assertThat(Directives.read("file", "-- lockstep: batch 10\n-- lockstep: batch 10").batch())
        .contains(new Batch(OptionalInt.of(10)));
  }

  @Test
  void a_contract_step_may_be_a_batch_as_well() {
    Directives both = Directives.read("file", "-- lockstep: contract\n-- lockstep: batch 10\n");
    assertThat(both.contract()).isTrue();
    assertThat(both.batch()).isPresent();
  }

  @Test
  void an_unknown_directive_is_not_passed_over() {
    assertThat(
            problem(
                    ExitCode.USAGE,
                    () -> Directives.read("V1__a.sql", "-- lockstep: no-transactoin\n"))
                .text())
        .contains("V1__a.sql", "no-transactoin");
  }
}
