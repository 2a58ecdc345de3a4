package io.lockstep.plan;

import static io.lockstep.Asking.outOfOrder;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was applied last is taken back first, whatever its number. */
class UndoOrderTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private void version(int number, String apply, String undo) {
    files().file("main/V%d__x.sql".formatted(number), apply);
    files().file("main/U%d__x.sql".formatted(number), undo);
  }

  private List<String> run(String... targets) {
    return database.lockstep(folder).migrate(targets(targets)).steps().stream()
        .map(step -> step.action() + " " + step.script())
        .toList();
  }

  private void late(String target) {
    database.lockstep(folder).migrate(with(outOfOrder(), target));
  }

  /** 1 and 3 first, then 2, which stands on 3, and 4 on both. */
  private void viewOnLaterTable() {
    version(1, "create table a (id int);", "drop table a;");
    version(3, "create table c (id int);", "drop table c;");
    run("main latest");
    version(2, "create view b as select id from c;", "drop view b;");
    late("main latest");
  }

  @Test
  void a_version_applied_out_of_order_is_taken_back_before_the_later_one_it_stands_on() {
    viewOnLaterTable();
    assertThat(run("main 1")).containsExactly("undo U2__x.sql", "undo U3__x.sql");
    assertThat(database.fingerprint()).contains("relation a ").doesNotContain("relation c ");
  }

  @Test
  void several_versions_applied_out_of_order_are_taken_back_in_the_order_of_application() {
    viewOnLaterTable();
    version(7, "create table g as select id from b;", "drop table g;");
    run("main latest");
    version(5, "create view e as select id from g;", "drop view e;");
    version(4, "create view d as select id from g;", "drop view d;");
    late("main latest");
    version(6, "create view f as select e.id from e, d;", "drop view f;");
    late("main latest");
    assertThat(run("main zero"))
        .containsExactly(
            "undo U6__x.sql",
            "undo U5__x.sql",
            "undo U4__x.sql",
            "undo U7__x.sql",
            "undo U2__x.sql",
            "undo U3__x.sql",
            "undo U1__x.sql");
    assertThat(database.fingerprint()).isEmpty();
  }

  @Test
  void a_version_that_was_applied_again_counts_by_its_last_application() {
    viewOnLaterTable();
    run("main 1");
    version(2, "create table b (id int);", "drop table b;");
    version(3, "create view c as select id from b;", "drop view c;");
    run("main latest");
    assertThat(run("main 1")).containsExactly("undo U3__x.sql", "undo U2__x.sql");
  }

  @Test
  void what_the_same_run_has_applied_out_of_order_is_taken_back_first() {
    version(1, "create table a (id int);", "drop table a;");
    version(3, "create table c (id int);", "drop table c;");
    run("main latest");
    version(2, "create view b as select id from c;", "drop view b;");
    List<Plan> plans =
        database
            .lockstep(folder)
            .plan(List.of("main latest", "main 1", "main latest", "main 1"), outOfOrder());
    assertThat(plans.get(1).steps()).map(Step::script).containsExactly("U2__x.sql", "U3__x.sql");
    assertThat(plans.get(3).steps()).map(Step::script).containsExactly("U3__x.sql", "U2__x.sql");
  }

  @Test
  void a_history_that_flyway_has_written_out_of_order_is_taken_back_in_its_order() {
    version(1, "create table a (id int);", "drop table a;");
    version(3, "create table c (id int);", "drop table c;");
    stock().migrate();
    version(2, "create view b as select id from c;", "drop view b;");
    stock().migrate();
    assertThat(run("main 1")).containsExactly("undo U2__x.sql", "undo U3__x.sql");
  }

  private Flyway stock() {
    return Flyway.configure()
        .dataSource(database.url(), "postgres", "postgres")
        .locations("filesystem:" + folder.resolve("main"))
        .table("main_schema_history")
        .outOfOrder(true)
        .load();
  }

  @Test
  void an_unfinished_step_back_is_named_with_the_target_that_begins_with_it() {
    version(1, "create table a (id int);", "drop table a;");
    version(3, "create table c (id int);", "drop table c;");
    run("main latest");
    version(
        2,
        "create view b as select id from c;",
        "-- lockstep: no-transaction\ndrop view b;\nselect 1 / (select count(*) from a);");
    late("main latest");
    problem(ExitCode.MIGRATION_FAILED, () -> run("main 1"));
    assertThat(problem(ExitCode.REFUSED, () -> run("main latest")).text())
        .contains("undo U2__x.sql was begun", "migrate \"main 1\"");
  }

  @Test
  void a_requirement_is_that_very_version_and_not_a_higher_one() {
    version(1, "create table a (id int);", "drop table a;");
    version(3, "create table c (id int);", "drop table c;");
    run("main latest");
    version(2, "create table b (id int);", "drop table b;");
    files()
        .file("shop/V1__x.sql", "-- lockstep: requires main 2\ncreate view v as select id from b;")
        .file("shop/U1__x.sql", "drop view v;");
    assertThat(problem(ExitCode.REFUSED, () -> run("shop latest")).text())
        .contains("requires main 2, but main is at 3 without it");
    late("main latest");
    run("shop latest");
    assertThat(problem(ExitCode.REFUSED, () -> run("main 1")).text())
        .contains("shop 1 is applied and requires main 2");
    assertThat(run("shop zero", "main 1"))
        .containsExactly("undo U1__x.sql", "undo U2__x.sql", "undo U3__x.sql");
  }
}
