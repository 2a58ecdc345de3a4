package io.lockstep.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollback begins with the repeatables of the newer version in place. */
class RollbacksTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private MigrationFolder folder;

  @BeforeEach
  void twoVersions() {
    folder =
        new MigrationFolder(db)
            .file("a/V1__t.sql", "create table t (id int);")
            .file("a/U1__t.sql", "drop table t;")
            .file("a/V2__x.sql", "alter table t add x int;")
            .file("a/U2__x.sql", "alter table t drop x;");
  }

  private RehearsalReport report(String... targets) {
    return Rehearsing.fromZero(database, db, targets);
  }

  private static List<String> faults(RehearsalReport report) {
    return report.verdicts().stream()
        .flatMap(
            verdict ->
                verdict.findings().stream()
                    .filter(finding -> finding.counts(false))
                    .map(finding -> verdict.script() + ": " + finding.what()))
        .toList();
  }

  @Test
  void an_undo_script_that_a_repeatable_keeps_from_its_work_is_a_fault_of_its_migration() {
    folder.file("a/R__v.sql", "create or replace view v as select x from t;");
    RehearsalReport report = report();
    assertThat(faults(report))
        .singleElement()
        .asString()
        .startsWith("V2__x.sql: undo fails with the repeatables in place: ")
        .contains("U2__x.sql line 1", "cannot drop column x");
    assertThat(report.summary()).startsWith("rehearsed 3 scripts ");
  }

  @Test
  void an_undo_script_that_drops_the_view_first_is_right() {
    folder
        .file("a/R__v.sql", "create or replace view v as select x from t;")
        .file("a/U2__x.sql", "drop view if exists v; alter table t drop x;");
    assertThat(faults(report())).isEmpty();
  }

  @Test
  void the_first_version_is_not_taken_back_since_no_release_is_older() {
    folder.file("a/R__v.sql", "create or replace view v as select id from t;");
    assertThat(faults(report())).isEmpty();
  }

  @Test
  void a_repeatable_of_another_app_is_in_place_too() {
    folder.file("b/R__v.sql", "create or replace view v as select x from t;");
    assertThat(faults(report("a latest", "b latest")))
        .singleElement()
        .asString()
        .startsWith("V2__x.sql: undo fails with the repeatables in place");
  }

  @Test
  void a_fault_that_is_accepted_does_not_count_and_its_line_is_not_said_to_be_idle() {
    folder
        .file("a/R__v.sql", "create or replace view v as select x from t;")
        .file("a/lockstep.properties", "accept.undo-fails.2=the view goes by hand");
    RehearsalReport report = report();
    assertThat(faults(report)).isEmpty();
    assertThat(report.notes()).noneMatch(note -> note.contains("can be removed"));
  }

  @Test
  void a_way_that_ends_at_what_is_irreversible_is_gone_as_far_as_that() {
    folder
        .file("a/V2__x.sql", "-- lockstep: irreversible\nalter table t add x int;")
        .without("a/U2__x.sql")
        .file("a/V3__y.sql", "alter table t add y int;")
        .file("a/U3__y.sql", "alter table t drop y;")
        .file("a/R__v.sql", "create or replace view v as select x, y from t;");
    assertThat(faults(report()))
        .singleElement()
        .asString()
        .startsWith("V3__y.sql: undo fails with the repeatables in place");
  }

  @Test
  void a_way_that_ends_at_a_failure_names_the_undo_scripts_that_were_not_tried() {
    folder
        .file("a/V3__y.sql", "alter table t add y int;")
        .file("a/U3__y.sql", "alter table t drop y;")
        .file("a/V4__z.sql", "alter table t add z int;")
        .file("a/U4__z.sql", "alter table t drop z;")
        .file("a/R__v.sql", "create or replace view v as select y, x from t;");
    RehearsalReport report = report();
    assertThat(faults(report))
        .singleElement()
        .asString()
        .startsWith("V3__y.sql: undo fails with the repeatables in place");
    assertThat(details(report)).containsExactly("so these were not tried with them: U2__x.sql");
  }

  @Test
  void a_way_that_fails_at_its_last_undo_script_names_no_other() {
    folder.file("a/R__v.sql", "create or replace view v as select x from t;");
    assertThat(details(report())).isEmpty();
  }

  @Test
  void an_app_with_several_targets_is_taken_back_over_all_of_them() {
    folder
        .file("a/V3__y.sql", "alter table t add y int;")
        .file("a/U3__y.sql", "alter table t drop y;")
        .file("a/R__v.sql", "create or replace view v as select x from t;");
    assertThat(faults(report("a 1", "a 2", "a latest")))
        .singleElement()
        .asString()
        .startsWith("V2__x.sql: undo fails with the repeatables in place");
  }

  @Test
  void a_failure_in_the_last_of_several_targets_names_the_undo_scripts_of_all_before() {
    folder
        .file("a/V3__y.sql", "alter table t add y int;")
        .file("a/U3__y.sql", "alter table t drop y;")
        .file("a/R__v.sql", "create or replace view v as select y from t;");
    RehearsalReport report = report("a 1", "a 2", "a latest");
    assertThat(faults(report))
        .singleElement()
        .asString()
        .startsWith("V3__y.sql: undo fails with the repeatables in place");
    assertThat(details(report)).containsExactly("so these were not tried with them: U2__x.sql");
  }

  @Test
  void no_way_leads_back_over_what_is_irreversible_in_a_later_target() {
    folder
        .file("a/V3__y.sql", "-- lockstep: irreversible\nalter table t add y int;")
        .file("a/R__v.sql", "create or replace view v as select x from t;");
    assertThat(faults(report("a 2", "a latest"))).isEmpty();
  }

  private static List<String> details(RehearsalReport report) {
    return report.verdicts().stream()
        .flatMap(verdict -> verdict.findings().stream())
        .flatMap(finding -> finding.details().stream())
        .toList();
  }
}
