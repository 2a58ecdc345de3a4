package io.lockstep.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An undo script puts a routine or a comment back with other blanks. */
class OtherBlanksTest {
  private static final String FUNCTION =
      "create or replace function f() returns int language plpgsql as $$%s$$;\n";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  private RehearsalReport rehearse(String first, String back) {
    new MigrationFolder(db)
        .file("a/V1__f.sql", first)
        .file("a/U1__f.sql", "drop function if exists f(); drop table if exists t;")
        .file("a/V2__f.sql", "create function g() returns int language sql return 1;")
        .file("a/U2__f.sql", "drop function g();\n" + back);
    return Rehearsing.fromZero(database, db);
  }

  @Test
  void a_routine_that_is_indented_otherwise_is_no_fault() {
    RehearsalReport report =
        rehearse(
            FUNCTION.formatted("begin\n  return 1;\nend"),
            FUNCTION.formatted("begin\r\n    return 1;\r\nend\r\n"));
    assertThat(Rehearsing.lines(report, db))
        .containsExactly(
            "V1__f.sql: ok",
            "V2__f.sql: lint: only blanks differ after a/U2__f.sql",
            "~ function f(): only blanks differ");
    assertThat(report.problem(false)).isEmpty();
  }

  @Test
  void blanks_inside_a_text_are_a_fault_and_can_be_seen() {
    RehearsalReport report =
        rehearse(
            FUNCTION.formatted("begin\n  return length('a b ');\nend"),
            FUNCTION.formatted("begin\n  return length('a b\t');\nend"));
    assertThat(Rehearsing.lines(report, db))
        .contains("~ function f(): \"  return length('a b ');\" → \"  return length('a b\\t');\"");
    assertThat(report.problem(false)).isPresent();
  }

  @Test
  void a_comment_with_other_line_ends_is_no_fault() {
    RehearsalReport report =
        rehearse(
            "create table t (id int);\ncomment on table t is E'one\\ntwo';",
            "comment on table t is E'one\\r\\ntwo ';");
    assertThat(Rehearsing.lines(report, db)).contains("~ comment on table t: only blanks differ");
    assertThat(report.problem(false)).isEmpty();
  }
}
