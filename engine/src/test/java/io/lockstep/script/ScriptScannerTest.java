package io.lockstep.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptScannerTest {
  private static List<Statement> statements(String script) {
    ScriptScanner scanner = new ScriptScanner(script, () -> true);
    List<Statement> found = new ArrayList<>();
    for (Optional<Statement> s = scanner.next(); s.isPresent(); s = scanner.next()) {
      found.add(s.get());
    }
    return found;
  }

  /** Four million characters each; what is not linear takes hours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$a",
        "$a$",
        "$a$ $b$ ",
        "'",
        "' ",
        "''\r ",
        "'a'\n",
        "\"",
        "/*",
        "/* */ ",
        "*/",
        "--\n",
        "-- x",
        "(",
        ":{?a",
        ":'a",
        ":\"a",
        "\n",
        " \n",
        "e'\\\\' ",
        "e'\\'' ",
        "1e",
        "1e+",
        "a",
        "begin ",
        "create function f() begin atomic ",
        "a;",
        "\\;"
      })
  @Timeout(60)
  void the_time_grows_with_the_length_only(String piece) {
    statements(piece.repeat(4_000_000 / piece.length()));
  }

  @Test
  void a_statement_knows_the_lines_of_the_script() {
    Statement statement = statements("-- a\n\n/* b */\n\nselect 1,\n\n  'x\n\n' +\n 2;").get(0);
    assertThat(statement.firstLine()).isEqualTo(5);
    assertThat(statement.sql()).startsWith("select 1,");
    int two = statement.text().indexOf('2') + 1;
    assertThat(statement.lineOfCharacter(two)).isEqualTo(10);
  }

  @Test
  void a_command_of_psqls_is_refused_with_its_line() {
    assertThatThrownBy(() -> statements("select 1;\n  \\i other.sql\n"))
        .isInstanceOf(PsqlCommandException.class)
        .hasMessageContaining("line 2 has psql's command \\i");
  }

  @Test
  void the_lines_of_pg_dump_against_psqls_commands_are_passed_over() {
    assertThat(words("\\restrict a1\nselect 1;\n\\unrestrict a1\n\\restrict b \r\nselect 2;"))
        .containsExactly("SELECT 1 ", "SELECT 2 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\restrict",
        "\\restrict a \\\\ create table t ();",
        "\\restrict `echo a`",
        "\\restrict 'a'",
        "\\restrict a b",
        "\\unrestrict a",
        "\\restrict b\n\\unrestrict a",
        "\\restrict a\n\\restrict a"
      })
  void such_a_line_is_refused_where_psql_would_do_more_than_pass_over_it(String script) {
    assertThatThrownBy(() -> statements(script + "\nselect 1;\n"))
        .isInstanceOf(PsqlCommandException.class)
        .hasMessageContaining("restrict");
  }

  @Test
  void a_part_is_what_the_server_takes_for_a_statement() {
    assertThat(words("select 1\\; commit;")).containsExactly("SELECT 1 ", "COMMIT ");
    assertThat(words("create function begin() returns int; commit; end;"))
        .containsExactly("CREATE FUNCTION BEGIN ( ) RETURNS INT ", "COMMIT ", "END ");
    assertThat(words("copy \"t\" (a) from stdin;")).containsExactly("COPY ? ( A ) FROM STDIN ");
  }

  private static List<String> words(String script) {
    return statements(script).stream()
        .flatMap(statement -> statement.parts().stream())
        .map(StatementPart::words)
        .toList();
  }
}
