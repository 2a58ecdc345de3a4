package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.report.PlanReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flyway's SQL callbacks in an app's folder. Each in these tests writes down that it has run. */
class CallbackTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void threeTables() {
    files().threeTables();
    database
        .jdbc()
        .sql("create schema seen create table call (id serial, what text, transaction bigint)")
        .update();
  }

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private void callbacks(String... names) {
    for (String name : names) {
      files().file("main/" + name + ".sql", call(name));
    }
  }

  private static String call(String name) {
    return "insert into seen.call (what, transaction) values ('%s', txid_current());\n"
        .formatted(name);
  }

  private List<String> steps(String target) {
    return database.lockstep(folder).migrate(targets(target)).steps().stream()
        .map(s -> s.action() + " " + s.script())
        .toList();
  }

  /** What has run since the last look. */
  private List<String> calls() {
    return database
        .jdbc()
        .sql(
            "with gone as (delete from seen.call returning id, what) select what from gone order by id")
        .query(String.class)
        .list();
  }

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
  void those_around_a_migration_are_in_its_transaction() {
    callbacks("beforeEachMigrate", "afterEachMigrate", "afterMigrate");
    steps("main latest");
    assertThat(
            database
                .jdbc()
                .sql(
                    """
                    select string_agg(what, ' ' order by id)
                      from seen.call
                      left join main_schema_history h on h.xmin::text::bigint = transaction %% (1::bigint << 32)
                     group by h.version
                     order by h.version nulls last
                    """
                        .replace("%%", "%"))
                .query(String.class)
                .list())
        .containsExactly(
            "beforeEachMigrate afterEachMigrate",
            "beforeEachMigrate afterEachMigrate",
            "beforeEachMigrate afterEachMigrate",
            "afterMigrate");
  }

  @Test
  void what_is_set_before_a_migration_holds_for_it() {
    files()
        .file("main/beforeEachMigrate.sql", "set local work_mem = '77MB';")
        .file("main/V0004__d.sql", "create table d as select current_setting('work_mem') as m;")
        .file(
            "main/V0005__e.sql",
            "-- lockstep: no-transaction\ncreate table e as select current_setting('work_mem') as m;");
    files().file("main/beforeEachMigrate.sql", "set work_mem = '77MB';");
    steps("main latest");
    assertThat(
            database
                .jdbc()
                .sql("select m from d union all select m from e")
                .query(String.class)
                .list())
        .containsExactly("77MB", "77MB");
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
  void one_without_a_transaction_may_have_what_needs_none() {
    files()
        .file("main/afterMigrate.sql", "vacuum;\nvacuum a;")
        .file("main/beforeMigrate.sql", "select 1;\nvacuum;")
        .file("main/beforeMigrate.sql.conf", "executeInTransaction=false");
    assertThat(steps("main latest")).hasSize(5);
  }

  @Test
  void one_that_must_be_in_a_transaction_and_can_not_is_refused_before_the_first_step() {
    files().file("main/beforeEachMigrate.sql", "vacuum;");
    assertThat(refusal("main latest"))
        .contains("beforeEachMigrate.sql", "beforeMigrate and afterMigrate");
    files().without("main/beforeEachMigrate.sql").file("main/beforeMigrate.sql", "vacuum;");
    steps("main latest");
  }

  @Test
  void one_that_commits_is_refused_before_the_first_step() {
    files().file("main/afterMigrate.sql", "select 1;\ncommit;");
    assertThat(refusal("main latest")).contains("afterMigrate.sql", "COMMIT");
  }

  private String refusal(String target) {
    return problem(ExitCode.REFUSED, () -> database.lockstep(folder).migrate(targets(target)))
        .text();
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
