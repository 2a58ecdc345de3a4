package io.lockstep.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.settings.AcceptableFault;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that a team knows and can't or won't fix: missing undo scripts, values of enums. */
class AcceptedFaultsTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private MigrationFolder files;

  @BeforeEach
  void an_enum() {
    files =
        new MigrationFolder(db)
            .file("a/V1__e.sql", "create type e as enum ('a', 'c');")
            .file("a/U1__e.sql", "drop type e;");
  }

  private RehearsalReport rehearse() {
    return Rehearsing.fromZero(database, db);
  }

  private List<String> lines() {
    return Rehearsing.lines(rehearse(), db);
  }

  private void addsValue(String statement) {
    files
        .file("a/V2__v.sql", statement)
        .file("a/U2__v.sql", "select 'PostgreSQL takes no value away';");
  }

  @Test
  void an_app_without_undo_scripts_has_no_fault_and_one_note() {
    files.without("a/U1__e.sql").file("a/V2__t.sql", "create table t ();");
    assertThat(lines()).containsExactly("V1__e.sql: ok", "V2__t.sql: ok");
    assertThat(rehearse().notes())
        .containsExactly("a: 2 migrations have no undo script; a rollback stops at 2");
    files.file("a/lockstep.properties", "undo=from 2");
    assertThat(lines()).containsExactly("V1__e.sql: ok", "V2__t.sql: undo missing");
    assertThat(rehearse().notes())
        .containsExactly("a: 1 migration has no undo script; a rollback stops at 2");
    files.file("a/lockstep.properties", "undo=required");
    assertThat(lines()).containsExactly("V1__e.sql: undo missing", "V2__t.sql: undo missing");
    assertThat(rehearse().notes()).isEmpty();
  }

  @Test
  void a_value_of_an_enum_that_stays_is_a_lint_if_the_script_can_be_applied_again() {
    addsValue("alter type e add value if not exists 'b' before 'c';");
    files.file("a/V3__t.sql", "create table t (e e);").file("a/U3__t.sql", "drop table t;");
    assertThat(lines())
        .containsExactly(
            "V1__e.sql: ok",
            "V2__v.sql: lint: undo leaves a value of an enum, and PostgreSQL can't take one away",
            "~ enum e: + 'b'",
            "V3__t.sql: ok");
    assertThat(rehearse().problem(false)).isEmpty();
    assertThat(rehearse().problem(true)).isPresent();
  }

  @Test
  void a_value_of_an_enum_that_keeps_the_script_from_being_applied_again_is_a_fault() {
    addsValue("alter type e add value 'b';");
    assertThat(lines())
        .containsExactly(
            "V1__e.sql: ok",
            "V2__v.sql: undo is not the inverse: after it the schema is not as before",
            "~ enum e: + 'b'");
    assertThat(rehearse().verdicts().get(1).findings().get(0).advice())
        .contains("ADD VALUE IF NOT EXISTS");
  }

  @Test
  void a_value_of_an_enum_hides_nothing_else_that_stays() {
    addsValue("alter type e add value if not exists 'b'; create table t ();");
    assertThat(lines())
        .contains(
            "V2__v.sql: undo is not the inverse: after it the schema is not as before",
            "+ table t");
    addsValue("alter type e rename value 'a' to 'b';");
    assertThat(lines())
        .contains("V2__v.sql: undo is not the inverse: after it the schema is not as before");
  }

  @Test
  void an_accepted_fault_stays_visible_with_its_reason_and_is_no_reason_to_refuse() {
    addsValue("alter type e add value 'b';");
    files
        .file("a/V3__t.sql", "create table t ();")
        .file("a/U3__t.sql", "drop tabel t;")
        .file("a/V4__u.sql", "create table u ();")
        .file(
            "a/lockstep.properties",
            """
            accept.undo-is-not-the-inverse.2=an enum's value stays
            accept.undo-fails.3=never undone
            accept.undo-missing.4=the last of its kind
            """);
    RehearsalReport report = rehearse();
    assertThat(report.problem(false)).isEmpty();
    assertThat(report.problem(true)).as("somebody has decided already").isEmpty();
    assertThat(report.summary()).endsWith(": no faults, no lints, 3 accepted");
    assertThat(report.verdicts().get(1).findings().get(0).lines())
        .containsExactly(
            "undo is not the inverse: after it the schema is not as before",
            "~ enum e: + 'b'",
            "Accepted: an enum's value stays");
    assertThat(report.notes()).isEmpty();
  }

  @Test
  void another_fault_of_the_same_migration_counts() {
    addsValue("alter type e add value 'b';");
    files.file(
        "a/lockstep.properties", "accept.undo-fails.2=x\naccept.undo-is-not-the-inverse.1=x");
    RehearsalReport report = rehearse();
    assertThat(report.faults()).isEqualTo(1);
    assertThat(report.problem(false)).isPresent();
    assertThat(report.notes())
        .as("whether the undo fails is not known while it is not the inverse")
        .containsExactly(
            "a: accept.undo-is-not-the-inverse.1 in lockstep.properties can be removed: there is no such fault");
  }

  @Test
  void faults_that_can_be_accepted_are_named_as_in_reports() {
    assertThat(Arrays.stream(AcceptableFault.values()).map(AcceptableFault::text))
        .allMatch(
            text ->
                Arrays.stream(Finding.Kind.values()).anyMatch(kind -> kind.text().equals(text)));
  }
}
