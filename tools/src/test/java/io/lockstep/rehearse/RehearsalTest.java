package io.lockstep.rehearse;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  private static final Path LIBRARY = Path.of("../engine/src/test/resources/library");

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  @Test
  void a_set_as_real_projects_have_them_has_no_fault_and_exactly_these_lints() {
    RehearsalReport report = Rehearsing.fromZero(database, LIBRARY);
    assertThat(report.problem(false)).isEmpty();
    assertThat(report.verdicts()).hasSize(25);
    assertThat(Rehearsing.lines(report, LIBRARY).stream().filter(line -> !line.endsWith(": ok")))
        .containsExactly(
            "V0004__seed_catalogue.sql: lint: takes an ACCESS EXCLUSIVE lock on author, book",
            "V0006__indexes.sql: lint: creates without CONCURRENTLY: index book_title_pattern_idx"
                + " on book, loan_lent_month_idx on loan, loan_open_idx on loan,"
                + " member_email_lower_key on member, member_gold_idx on member",
            "V0012__rename_surname.sql: lint: takes an ACCESS EXCLUSIVE lock on member",
            "V0013__rename_author_to_contributor.sql: lint: takes an ACCESS EXCLUSIVE lock on"
                + " author, book",
            "V0014__fines.sql: lint: takes an ACCESS EXCLUSIVE lock on loan",
            "V0015__shelf_as_number.sql: lint: rewrites (or truncates) item",
            "V0015__shelf_as_number.sql: lint: creates without CONCURRENTLY: index item_shelf_idx"
                + " on item",
            "V0017__tier_student.sql: lint: rewrites (or truncates) member",
            "V0018__row_level_security.sql: lint: takes an ACCESS EXCLUSIVE lock on visit",
            "V0022__bought_on_known.sql: lint: takes an ACCESS EXCLUSIVE lock on item",
            "V0024__odds_and_ends.sql: lint: takes an ACCESS EXCLUSIVE lock on setting");
    assertThat(report.notes())
        .containsExactly(
            "the locks of a step without a transaction can't be seen: V0019__loan_due_index.sql");
    assertThat(Rehearsing.left(database)).isEmpty();
    assertThat(report.problem(true)).isPresent();
  }

  @Test
  void the_database_itself_is_not_touched() {
    new MigrationFolder(db).threeTables();
    assertThat(Rehearsing.fromZero(database, db).summary())
        .isEqualTo(
            "rehearsed 3 scripts on %s from zero: no faults, no lints"
                .formatted(database.settings()));
    assertThat(
            database
                .jdbc()
                .sql("select count(*) from pg_namespace where nspname = 'lockstep'")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void what_a_script_has_set_does_not_hide_its_locks() {
    new MigrationFolder(db)
        .file("main/V1__t.sql", "create table t (id int);\n")
        .file("main/U1__t.sql", "drop table t;\n")
        .file(
            "main/V2__t.sql",
            """
            create operator public.= (leftarg = text, rightarg = text, function = textne);
            set search_path = public, pg_catalog;
            alter table t add b int;
            """)
        .file("main/U2__t.sql", "alter table t drop b;\ndrop operator public.= (text, text);\n");
    assertThat(Rehearsing.lines(Rehearsing.fromZero(database, db), db))
        .contains("V2__t.sql: lint: takes an ACCESS EXCLUSIVE lock on t");
  }

  @Test
  void an_app_comes_after_the_one_that_it_requires() {
    new MigrationFolder(db)
        .file("a/V1__x.sql", "-- lockstep: requires b 1\ncreate table x (id int references y);\n")
        .file("a/U1__x.sql", "drop table x;\n")
        .file("b/V1__y.sql", "create table y (id int primary key);\n")
        .file("b/U1__y.sql", "drop table y;\n");
    assertThat(Rehearsing.lines(Rehearsing.fromZero(database, db), db))
        .containsExactly("V1__y.sql: ok", "V1__x.sql: ok");
  }

  @Test
  void what_is_meant_to_have_no_undo_script_is_no_fault_but_a_note() {
    new MigrationFolder(db)
        .file("main/V1__x.sql", "-- lockstep: irreversible\ncreate table x (id int);\n")
        .file("main/V2__y.sql", "create table y (id int);\n")
        .file("main/lockstep.properties", "undo=required");
    RehearsalReport report = Rehearsing.fromZero(database, db);
    assertThat(Rehearsing.lines(report, db))
        .containsExactly("V1__x.sql: ok", "V2__y.sql: undo missing");
    assertThat(report.notes())
        .containsExactly(
            "no rollback can pass what is irreversible, as its script says: V1__x.sql");
  }

  @Test
  void a_baseline_script_is_not_said_to_declare_itself_irreversible() {
    new MigrationFolder(db)
        .file("main/B5__tables.sql", "create table x (id int);\n")
        .file("main/V6__y.sql", "create table y (id int);\n")
        .file("main/U6__y.sql", "drop table y;\n");
    RehearsalReport report = Rehearsing.fromZero(database, db);
    assertThat(Rehearsing.lines(report, db)).containsExactly("B5__tables.sql: ok", "V6__y.sql: ok");
    assertThat(report.notes())
        .containsExactly("no rollback goes below a baseline script: B5__tables.sql");
  }

  @Test
  void a_plan_that_would_be_refused_is_refused_with_nothing_left_behind() {
    new MigrationFolder(db).file("main/V1__x.sql", "begin;\ncreate table x ();\ncommit;\n");
    assertThat(problem(ExitCode.REFUSED, () -> Rehearsing.fromZero(database, db)).text())
        .contains("V1__x.sql");
    assertThat(problem(ExitCode.USAGE, () -> Rehearsing.fromZero(database, db, "main 7")).text())
        .contains("main has no version 7");
    assertThat(Rehearsing.left(database)).isEmpty();
  }

  @Test
  void without_an_embedded_postgresql_it_says_what_to_do() {
    new MigrationFolder(db).threeTables();
    Rehearsal rehearsal = Rehearsing.on(database.settings(), db);
    assertThat(
            problem(
                    ExitCode.USAGE,
                    () ->
                        rehearsal.run(
                            new RehearseRequest(List.of(), false, false, Optional.empty())))
                .text())
        .contains("--server");
  }

  @Test
  void an_undo_script_without_its_migration_is_a_lint() {
    new MigrationFolder(db).threeTables().file("main/U0030__c.sql", "drop table c;");
    RehearsalReport report = Rehearsing.fromZero(database, db);
    assertThat(Rehearsing.lines(report, db))
        .contains("U0030__c.sql: lint: undo without migration: there is none of number 0030");
    assertThat(report.problem(false)).isEmpty();
    assertThat(report.problem(true)).isPresent();
  }

  @Test
  void an_app_of_repeatables_alone_is_rehearsed() {
    new MigrationFolder(db).file("views/R__one.sql", "create or replace view one as select 1;");
    assertThat(Rehearsing.lines(Rehearsing.fromZero(database, db), db))
        .containsExactly("R__one.sql: ok");
  }

  @Test
  void a_step_in_batches_is_rehearsed_in_batches_forwards_and_back() {
    new MigrationFolder(db)
        .file(
            "main/V1__t.sql",
            "create table t (id int, a int); insert into t select n from generate_series(1, 30) n;")
        .file("main/U1__t.sql", "drop table t;")
        .file(
            "main/V2__fill.sql",
            "-- lockstep: batch 10\nupdate t set a = id where id in (select id from t where a is null limit :batch);")
        .file(
            "main/U2__fill.sql",
            "-- lockstep: batch 10\nupdate t set a = null where id in (select id from t where a is not null limit :batch);");
    RehearsalReport report = Rehearsing.fromZero(database, db);
    assertThat(report.problem(false)).isEmpty();
    new MigrationFolder(db).file("main/V2__fill.sql", "-- lockstep: batch\nupdate t set a = id;");
    assertThat(Rehearsing.lines(Rehearsing.fromZero(database, db), db))
        .anyMatch(line -> line.contains("changes the same rows again"));
  }
}
