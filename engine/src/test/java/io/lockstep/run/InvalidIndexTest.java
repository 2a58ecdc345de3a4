package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An INVALID index that a step without a transaction has left, wherever it is. */
class InvalidIndexTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void twoOfEach() {
    files()
        .file(
            "app/V1__t.sql",
            """
            create schema other;
            create table other.t (a int);
            insert into other.t values (1), (1);
            create table t (a int);
            insert into t values (1), (1);
            create table other.p (a int) partition by range (a);
            create table other.p1 partition of other.p for values from (0) to (9);
            insert into other.p values (1), (1);
            """);
  }

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private RunReport migrate(String target) {
    return database.lockstep(folder).migrate(targets(target));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create unique index concurrently if not exists t_a_key on other.t (a) | other.t_a_key",
        "create unique index concurrently on other.t (a) | other.t_a_idx",
        "set search_path = other; create unique index concurrently on t (a) | other.t_a_idx",
        "create unique index concurrently on t (a) | t_a_idx",
        "create unique index concurrently on other.p1 (a) | other.p1_a_idx",
        "create unique index concurrently \"Odd one\" on other.t (a) | other.\"Odd one\"",
      })
  void it_refuses_the_second_run_which_names_it(String sql, String index) {
    files().file("app/V2__i.sql", "-- lockstep: no-transaction\n" + sql + ";");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("app latest"));
    dedupe();
    String text = problem(ExitCode.REFUSED, () -> migrate("app latest")).text();
    assertThat(text)
        .contains("index " + index + " is there, but INVALID", "DROP INDEX CONCURRENTLY");
    assertThat(database.lockstep(folder).verify(List.of()).findings())
        .contains("index " + index + " is INVALID");
    database
        .jdbc()
        .sql(
            text.replaceAll("(?s).*(DROP INDEX [^;]*);.*", "$1")
                .replace(" CONCURRENTLY IF EXISTS", ""))
        .update();
    migrate("app latest");
    assertThat(database.lockstep(folder).verify(List.of()).findings())
        .noneMatch(finding -> finding.contains("INVALID"));
  }

  private void dedupe() {
    for (String table : List.of("t", "other.t", "other.p1")) {
      database.jdbc().sql("delete from " + table + " where ctid = '(0,1)'").update();
    }
  }

  @Test
  void a_repeatables_is_not_forgotten_either() {
    files()
        .file(
            "app/R__i.sql",
            "-- lockstep: no-transaction\ncreate unique index concurrently on other.t (a);");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("app latest"));
    dedupe();
    assertThat(problem(ExitCode.REFUSED, () -> migrate("app latest")).text())
        .contains("index other.t_a_idx");
  }

  @Test
  void an_undo_scripts_is_not_forgotten_either() {
    files()
        .file("app/V2__i.sql", "create table u ();")
        .file(
            "app/U2__i.sql",
            "-- lockstep: no-transaction\ndrop table if exists u;\ncreate unique index concurrently on other.t (a);");
    migrate("app latest");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("app 1"));
    dedupe();
    assertThat(problem(ExitCode.REFUSED, () -> migrate("app 1")).text())
        .contains("index other.t_a_idx");
  }

  @Test
  void what_reindex_has_left_under_a_name_of_its_own_is_found() {
    files()
        .file(
            "app/V2__i.sql",
            """
            -- lockstep: no-transaction
            create index concurrently if not exists i on other.t (a);
            reindex table concurrently other.t;
            create index if not exists i_ccnew on other.t (a);
            update pg_index set indisvalid = false where indexrelid = 'other.i_ccnew'::regclass;
            select 1 / 0;
            """);
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("app latest"));
    assertThat(problem(ExitCode.REFUSED, () -> migrate("app latest")).text())
        .contains("index other.i_ccnew", "DROP INDEX CONCURRENTLY \"other\".\"i_ccnew\"");
  }

  @Test
  void a_step_that_ends_well_and_leaves_one_fails() {
    files()
        .file(
            "app/V2__i.sql",
            """
            -- lockstep: no-transaction
            create index concurrently i on other.t (a);
            update pg_index set indisvalid = false where indexrelid = 'other.i'::regclass;
            """)
        .file("app/V3__u.sql", "create table u ();")
        .file("app/U3__u.sql", "drop table u;");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("app latest")).text())
        .contains("it has left index other.i INVALID", "DROP INDEX CONCURRENTLY \"other\".\"i\"");
    assertThat(problem(ExitCode.REFUSED, () -> migrate("app latest")).text()).contains("other.i");
    database.jdbc().sql("drop index other.i").update();
    files()
        .file(
            "app/V2__i.sql",
            "-- lockstep: no-transaction\ncreate index concurrently i on other.t (a);");
    migrate("app latest");
  }

  @Test
  void an_undo_that_ends_well_and_leaves_one_fails() {
    files()
        .file("app/V2__i.sql", "create index i on other.t (a);")
        .file(
            "app/U2__i.sql",
            "-- lockstep: no-transaction\nupdate pg_index set indisvalid = false where indexrelid = 'other.i'::regclass;");
    migrate("app latest");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("app 1")).text())
        .contains("it has left index other.i INVALID");
  }

  @Test
  void one_that_was_there_before_the_step_is_not_the_steps() {
    migrate("app latest");
    database.jdbc().sql("create index old on other.t (a)").update();
    database
        .jdbc()
        .sql("update pg_index set indisvalid = false where indexrelid = 'other.old'::regclass")
        .update();
    files()
        .file(
            "app/V2__i.sql",
            "-- lockstep: no-transaction\ncreate index concurrently on t (a);\nselect 1 / 0;");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("app latest"));
    database.jdbc().sql("drop index t_a_idx").update();
    files()
        .file("app/V2__i.sql", "-- lockstep: no-transaction\ncreate index concurrently on t (a);");
    migrate("app latest");
  }

  @Test
  void one_of_another_schema_with_the_name_that_a_script_makes_here_is_not_in_the_way() {
    migrate("app latest");
    database.jdbc().sql("create index i on other.t (a)").update();
    database
        .jdbc()
        .sql("update pg_index set indisvalid = false where indexrelid = 'other.i'::regclass")
        .update();
    files()
        .file(
            "app/V2__i.sql", "-- lockstep: no-transaction\ncreate index concurrently i on t (a);");
    migrate("app latest");
  }

  @Test
  void a_step_that_builds_it_again_is_not_refused() {
    migrate("app latest");
    database.jdbc().sql("create index i on other.t (a)").update();
    database
        .jdbc()
        .sql("update pg_index set indisvalid = false where indexrelid = 'other.i'::regclass")
        .update();
    files()
        .file("app/V2__i.sql", "-- lockstep: no-transaction\nreindex index concurrently other.i;");
    migrate("app latest");
    assertThat(database.lockstep(folder).verify(List.of()).findings())
        .noneMatch(finding -> finding.contains("INVALID"));
  }

  @Test
  void a_partitioned_tables_index_that_waits_for_its_partitions_is_none() {
    files()
        .file(
            "app/V2__i.sql",
            """
            -- lockstep: no-transaction
            create index p_a on only other.p (a);
            create index concurrently p1_a on other.p1 (a);
            """)
        .file("app/V3__i.sql", "alter index other.p_a attach partition other.p1_a;");
    migrate("app latest");
    assertThat(database.lockstep(folder).verify(List.of()).findings())
        .noneMatch(finding -> finding.contains("INVALID"));
  }
}
