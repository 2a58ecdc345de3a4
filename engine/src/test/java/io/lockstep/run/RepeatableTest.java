package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.Step;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatableTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(folder)
        .threeTables()
        .file("main/U0003__c.sql", "drop table c cascade;")
        .file("main/R__view.sql", "create or replace view v as select id from c;");
  }

  private List<String> steps(String target) {
    return database.lockstep(folder).migrate(targets(target)).steps().stream()
        .map(s -> s.action() + " " + s.script())
        .toList();
  }

  @Test
  void it_comes_after_the_latest_version_and_again_only_when_it_has_changed() {
    assertThat(steps("main 2")).doesNotContain("repeat R__view.sql");
    assertThat(steps("main latest")).containsExactly("apply V0003__c.sql", "repeat R__view.sql");
    assertThat(steps("main latest")).isEmpty();
    new MigrationFolder(folder)
        .file("main/R__view.sql", "create or replace view v as select id, 1 as one from c;");
    assertThat(steps("main latest")).containsExactly("repeat R__view.sql");
    assertThat(database.lockstep(folder).list().apps().get(0).migrations().get(3).state())
        .hasToString("applied");
  }

  @Test
  void it_comes_again_after_an_undo_that_may_have_taken_it_away() {
    steps("main latest");
    steps("main 2");
    assertThat(database.fingerprint()).doesNotContain("view v");
    assertThat(steps("main latest")).containsExactly("apply V0003__c.sql", "repeat R__view.sql");
    assertThat(database.fingerprint()).contains("view v");
  }

  @Test
  void stock_flyway_understands_that_it_is_due() {
    steps("main latest");
    steps("main 2");
    Flyway stock =
        Flyway.configure()
            .dataSource(database.url(), "postgres", "postgres")
            .locations("filesystem:" + folder.resolve("main"))
            .table("main_schema_history")
            .load();
    assertThat(stock.migrate().migrationsExecuted).isEqualTo(2);
    stock.validate();
    assertThat(steps("main latest")).isEmpty();
  }

  /** The image of a release that does not have version 3, and whose view is another. */
  private void olderImage() {
    new MigrationFolder(folder)
        .without("main/V0003__c.sql")
        .without("main/U0003__c.sql")
        .file("main/R__view.sql", "create or replace view v as select id from b;");
  }

  @Test
  void it_comes_in_the_same_run_as_the_undo_that_brings_an_older_image_to_its_latest() {
    steps("main latest");
    olderImage();
    assertThat(status("main latest")).contains("which this image doesn't have");
    assertThat(steps("main latest")).containsExactly("undo U0003__c.sql", "repeat R__view.sql");
    assertThat(database.fingerprint()).contains("view v");
    assertThat(status("main latest")).contains("reached");
    assertThat(database.lockstep(folder).verify(List.of("main latest")).findings()).isEmpty();
    assertThat(steps("main latest")).isEmpty();
  }

  @Test
  void it_comes_again_although_it_is_unchanged_and_the_target_is_a_version() {
    new MigrationFolder(folder)
        .file("main/R__view.sql", "create or replace view v as select 1 as one;");
    steps("main latest");
    new MigrationFolder(folder).without("main/V0003__c.sql").without("main/U0003__c.sql");
    assertThat(steps("main 2")).containsExactly("undo U0003__c.sql", "repeat R__view.sql");
  }

  @Test
  void it_is_planned_once_for_several_targets_and_again_after_each_undo() {
    assertThat(
            database
                .lockstep(folder)
                .plan(
                    List.of("main latest", "main latest", "main 2", "main latest"),
                    PlanOptions.STRICT))
        .map(plan -> plan.steps().stream().filter(Step.Repeat.class::isInstance).count())
        .containsExactly(1L, 0L, 0L, 1L);
  }

  @Test
  void an_app_of_repeatables_alone_is_applied_at_latest() {
    new MigrationFolder(folder).file("views/R__one.sql", "create or replace view one as select 1;");
    assertThat(status("views latest")).contains("views is at zero, and due: R__one.sql");
    assertThat(steps("views latest")).containsExactly("repeat R__one.sql");
    assertThat(status("views latest")).contains("reached");
    assertThat(steps("views latest")).isEmpty();
    new MigrationFolder(folder).file("views/R__one.sql", "create or replace view one as select 2;");
    assertThat(status("views latest")).contains("due: R__one.sql");
    assertThat(steps("views latest")).containsExactly("repeat R__one.sql");
    assertThat(
            problem(ExitCode.USAGE, () -> database.lockstep(folder).migrate(targets("views 1")))
                .text())
        .contains("only repeatables", "\"views latest\"");
  }

  @Test
  void zero_says_that_what_an_app_of_repeatables_alone_has_made_stays() {
    new MigrationFolder(folder).file("views/R__one.sql", "create or replace view one as select 1;");
    assertThat(notes("views zero")).isEmpty();
    steps("views latest");
    assertThat(notes("views zero")).singleElement().asString().contains("R__one.sql", "stays");
    assertThat(steps("views zero")).isEmpty();
    assertThat(steps("views latest")).isEmpty();
    assertThat(database.fingerprint()).contains("view one");
  }

  @Test
  void it_comes_again_after_zero() {
    steps("main latest");
    steps("main zero");
    assertThat(notes("main zero")).isEmpty();
    assertThat(steps("main latest")).hasSize(4).last().isEqualTo("repeat R__view.sql");
  }

  @Test
  void a_description_longer_than_the_history_keeps_is_applied_once() {
    String name = "R__" + "x".repeat(196) + "\ud834\udd1e".repeat(5) + "y".repeat(20) + ".sql";
    new MigrationFolder(folder).file("views/" + name, "create or replace view one as select 1;");
    assertThat(steps("views latest")).hasSize(1);
    assertThat(steps("views latest")).isEmpty();
    assertThat(status("views latest")).contains("reached");
    assertThat(database.lockstep(folder).list().apps().get(1).migrations())
        .singleElement()
        .satisfies(m -> assertThat(m.state()).hasToString("applied"));
  }

  private String status(String target) {
    return String.join("\n", database.lockstep(folder).status(List.of(target)).lines());
  }

  private List<String> notes(String target) {
    return database.lockstep(folder).plan(List.of(target), PlanOptions.STRICT).get(0).notes();
  }
}
