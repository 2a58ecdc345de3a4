package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.report.PlanReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When Flyway's SQL callbacks in an app's folder run. */
class CallbackTest extends CallbackCalls {
  @Test
  void they_run_where_flyway_runs_them() {
    callbacks(
        "beforeValidate",
        "afterValidate",
        "beforeCreateSchema",
        "beforeMigrate",
        "beforeMigrate__a",
        "beforeEachMigrate",
        "afterEachMigrate",
        "afterVersioned",
        "beforeRepeatables",
        "afterMigrateApplied",
        "afterMigrate",
        "afterMigrate__z_last",
        "afterMigrate__b");
    files().file("main/R__view.sql", "create or replace view v as select id from c;");
    assertThat(steps("main latest"))
        .containsExactly(
            "call beforeValidate.sql",
            "call afterValidate.sql",
            "call beforeCreateSchema.sql",
            "call beforeMigrate.sql",
            "call beforeMigrate__a.sql",
            "apply V0001__a.sql",
            "apply V0002__b.sql",
            "apply V0003__c.sql",
            "call afterVersioned.sql",
            "call beforeRepeatables.sql",
            "repeat R__view.sql",
            "call afterMigrateApplied.sql",
            "call afterMigrate.sql",
            "call afterMigrate__b.sql",
            "call afterMigrate__z_last.sql");
    assertThat(calls())
        .containsSubsequence(
            "beforeMigrate__a",
            "beforeEachMigrate",
            "afterEachMigrate",
            "beforeEachMigrate",
            "afterEachMigrate",
            "beforeEachMigrate",
            "afterEachMigrate",
            "afterVersioned",
            "beforeRepeatables",
            "beforeEachMigrate",
            "afterEachMigrate",
            "afterMigrateApplied",
            "afterMigrate");
  }

  @Test
  void most_run_where_nothing_is_to_do() {
    callbacks("beforeMigrate", "beforeEachMigrate", "afterVersioned", "beforeRepeatables");
    callbacks("afterMigrateApplied", "afterMigrate");
    steps("main latest");
    calls();
    assertThat(steps("main latest"))
        .containsExactly(
            "call beforeMigrate.sql", "call afterVersioned.sql", "call afterMigrate.sql");
    assertThat(calls()).containsExactly("beforeMigrate", "afterVersioned", "afterMigrate");
  }

  @Test
  void what_they_make_is_no_drift() {
    files()
        .file("main/afterMigrate.sql", "create or replace view v as select count(*) from c;")
        .file("main/beforeMigrate.sql", "create table if not exists once (at timestamptz);");
    steps("main latest");
    assertThat(database.lockstep(folder).verify(List.of("main latest")).findings()).isEmpty();
    files().file("main/afterMigrate.sql", "create or replace view w as select count(*) from c;");
    steps("main latest");
    assertThat(database.lockstep(folder).verify(List.of("main latest")).findings()).isEmpty();
    assertThat(database.fingerprint()).contains("view v", "view w", "relation once");
  }

  @Test
  void a_change_by_hand_before_a_run_of_callbacks_alone_is_said() {
    callbacks("afterMigrate");
    steps("main latest");
    database.jdbc().sql("create table by_hand (id int)").update();
    assertThat(database.lockstep(folder).migrate(targets("main latest")).drift())
        .anySatisfy(line -> assertThat(line).contains("by_hand"));
  }

  @Test
  void the_way_back_has_those_of_the_run_and_none_around_an_undo() {
    callbacks("beforeMigrate", "beforeEachMigrate", "afterEachMigrate");
    callbacks("afterMigrateApplied", "afterMigrate");
    steps("main latest");
    calls();
    assertThat(steps("main 1"))
        .containsExactly(
            "call beforeMigrate.sql",
            "undo U0003__c.sql",
            "undo U0002__b.sql",
            "call afterMigrate.sql");
    assertThat(calls()).containsExactly("beforeMigrate", "afterMigrate");
  }

  @Test
  void the_way_to_zero_has_none() {
    callbacks("beforeMigrate", "afterMigrate", "afterMigrateError");
    steps("main latest");
    calls();
    steps("main zero");
    steps("main zero");
    assertThat(calls()).isEmpty();
  }

  @Test
  void each_app_has_its_own() {
    callbacks("afterMigrate");
    files()
        .file("other/V1__x.sql", "create table x (id int);")
        .file("other/afterMigrate.sql", call("of other"))
        .file("third/V1__y.sql", "create table y (id int);");
    database.lockstep(folder).migrate(targets("other latest", "third latest", "main latest"));
    assertThat(calls()).containsExactly("of other", "afterMigrate");
    database.lockstep(folder).migrate(targets("third latest"));
    assertThat(calls()).isEmpty();
  }

  @Test
  void the_plan_says_them() {
    callbacks("beforeMigrate", "beforeEachMigrate", "afterMigrateError", "afterMigrate");
    List<Plan> plans = database.lockstep(folder).plan(List.of("main 1"), PlanOptions.STRICT);
    PlanReport.TargetPlan plan = PlanReport.of(plans).targets().get(0);
    assertThat(plan.steps())
        .extracting(step -> step.action().toString())
        .containsExactly("call", "apply", "call");
    assertThat(plan.callbacks())
        .extracting(callback -> Path.of(callback.file()).getFileName() + " " + callback.when())
        .containsExactly(
            "beforeEachMigrate.sql in the transaction of each migration, before its script",
            "afterMigrateError.sql if the run fails");
  }

  @Test
  void an_unfinished_step_is_done_again_after_those_that_come_before_it() {
    callbacks("beforeMigrate");
    files()
        .file(
            "main/V0004__i.sql",
            "-- lockstep: no-transaction\n-- lockstep: irreversible\ncreate index concurrently if not exists i on a (id);\nselect 1/0;");
    problem(
        ExitCode.MIGRATION_FAILED, () -> database.lockstep(folder).migrate(targets("main latest")));
    assertThat(refusal("main 2")).contains("V0004__i.sql");
    files()
        .file(
            "main/V0004__i.sql",
            "-- lockstep: no-transaction\n-- lockstep: irreversible\ncreate index concurrently if not exists i on a (id);");
    assertThat(steps("main latest"))
        .containsExactly("call beforeMigrate.sql", "apply V0004__i.sql");
    assertThat(database.lockstep(folder).verify(List.of("main latest")).findings()).isEmpty();
  }

  @Test
  void an_app_without_them_has_nothing_to_do() {
    steps("main latest");
    assertThat(database.lockstep(folder).migrate(targets("main latest")).result())
        .hasToString("nothing to do");
  }
}
