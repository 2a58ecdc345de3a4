package io.lockstep.plan;

import static io.lockstep.Asking.acceptChanged;
import static io.lockstep.Asking.outOfOrder;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.history.UndoScript;
import io.lockstep.listing.MigrationListing;
import io.lockstep.listing.MigrationState;
import io.lockstep.run.Lockstep;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 3: refuse before touching. */
class PlannerTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private void migrate(String target) {
    database.lockstep(folder).migrate(targets(target));
  }

  private List<Plan> plan(String... targets) {
    return database.lockstep(folder).plan(List.of(targets), PlanOptions.STRICT);
  }

  private String refusal(ExitCode exit, String... targets) {
    String before = database.fingerprint();
    String text = problem(exit, () -> database.lockstep(folder).migrate(targets(targets))).text();
    assertThat(database.fingerprint()).as("nothing was touched").isEqualTo(before);
    assertThat(problem(exit, () -> plan(targets)).text()).as("plan says the same").isEqualTo(text);
    return text;
  }

  private static UndoScript stored(String version, String script) {
    return new UndoScript.Stored(new AppName("main"), Version.of(version), script, false);
  }

  private static List<String> steps(Plan plan) {
    return plan.steps().stream().map(s -> s.action() + " " + s.script()).toList();
  }

  @Test
  void a_plan_goes_forwards_oldest_first_and_backwards_newest_first() {
    files().threeTables();
    assertThat(steps(plan("main latest").get(0)))
        .containsExactly("apply V0001__a.sql", "apply V0002__b.sql", "apply V0003__c.sql");
    migrate("main latest");
    assertThat(plan("main latest").get(0).isEmpty()).isTrue();
    assertThat(steps(plan("main 1").get(0)))
        .containsExactly("undo U0003__c.sql", "undo U0002__b.sql");
  }

  @Test
  void several_targets_are_planned_each_from_where_the_one_before_ends() {
    files().threeTables();
    List<Plan> plans = plan("main 2", "main zero", "main 1");
    assertThat(plans)
        .map(p -> p.from() + "→" + p.to())
        .containsExactly("zero→0002", "0002→zero", "zero→0001");
    assertThat(steps(plans.get(1))).containsExactly("undo U0002__b.sql", "undo U0001__a.sql");
  }

  @Test
  void a_plan_writes_nothing_not_even_on_an_empty_database() {
    files().threeTables();
    plan("main latest");
    database.lockstep(folder).list();
    assertThat(
            database
                .jdbc()
                .sql(
                    """
                    select (select count(*) from pg_class where relnamespace = 'public'::regnamespace)
                         + (select count(*) from pg_namespace where nspname = 'lockstep')
                    """)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void an_unknown_app_or_version_is_wrong_usage_and_says_what_there_is() {
    files().threeTables();
    assertThat(refusal(ExitCode.USAGE, "polls 1")).contains("no app polls", "main");
    assertThat(refusal(ExitCode.USAGE, "main 4")).contains("no version 4", "0003");
    assertThat(refusal(ExitCode.USAGE, "main latest", "main 7")).contains("main 7");
  }

  @Test
  void a_missing_undo_script_is_named_before_any_step() {
    files().threeTables().without("main/U0002__b.sql");
    migrate("main latest");
    assertThat(refusal(ExitCode.REFUSED, "main zero")).contains("V0002__b.sql", "U0002__");
    assertThat(plan("main 2").get(0).steps()).hasSize(1);
  }

  @Test
  void a_changed_script_is_named_and_can_be_accepted() {
    files().threeTables();
    migrate("main 2");
    files().file("main/V0001__a.sql", "create table a (id bigint);");
    assertThat(refusal(ExitCode.REFUSED, "main latest"))
        .contains("V0001__a.sql has changed", "--accept-changed 0001");
    database.lockstep(folder).migrate(with(acceptChanged("1"), "main latest"));
    assertThat(plan("main latest").get(0).isEmpty()).as("the new checksum is recorded").isTrue();
  }

  @Test
  void a_changed_script_does_not_matter_to_an_undo_that_is_stored() {
    files().threeTables();
    migrate("main latest");
    files().file("main/V0003__c.sql", "create table c (id bigint);");
    migrate("main 2");
    assertThat(database.fingerprint()).doesNotContain("relation c");
  }

  @Test
  void a_version_below_the_current_one_is_refused_unless_out_of_order_is_allowed() {
    files().threeTables();
    MigrationFolder late = files().without("main/V0002__b.sql");
    migrate("main 3");
    late.file("main/V0002__b.sql", "create table b (id int);\n");
    assertThat(refusal(ExitCode.REFUSED, "main latest")).contains("V0002__b.sql", "--out-of-order");
    database.lockstep(folder).migrate(with(outOfOrder(), "main latest"));
    assertThat(database.fingerprint()).contains("relation b");
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("0003");
  }

  @Test
  void a_script_that_can_not_run_is_refused_before_the_ones_that_can() {
    files().threeTables().file("main/V0003__c.sql", "create table c (id int);\nCOMMIT;");
    assertThat(refusal(ExitCode.REFUSED, "main latest"))
        .contains("V0003__c.sql line 2 says COMMIT");
    files().file("main/V0003__c.sql", "\\i other.sql\n");
    assertThat(refusal(ExitCode.REFUSED, "main latest")).contains("V0003__c.sql line 1", "psql");
  }

  @Test
  void an_undo_script_that_can_not_run_is_refused_when_its_migration_is_applied() {
    files().threeTables().file("main/U0003__c.sql", "begin; drop table c; commit;");
    assertThat(refusal(ExitCode.REFUSED, "main latest"))
        .contains("U0003__c.sql line 1 says BEGIN", "take it out, as ./lockstep import does");
  }

  @Test
  void a_migration_waits_for_the_other_apps_version_that_it_requires() {
    files()
        .threeTables()
        .file(
            "shop/V0001__order.sql",
            "-- lockstep: requires main 0002\ncreate table orders (id int);")
        .file("shop/U0001__order.sql", "drop table orders;");
    assertThat(refusal(ExitCode.REFUSED, "shop latest"))
        .contains("V0001__order.sql requires main 0002, but main is at zero", "before");
    assertThat(refusal(ExitCode.REFUSED, "shop latest", "main 2")).contains("requires main 0002");
    database.lockstep(folder).migrate(targets("main 2", "shop latest"));
    assertThat(database.fingerprint()).contains("relation orders");
  }

  @Test
  void what_another_app_requires_is_not_taken_back_under_it() {
    a_migration_waits_for_the_other_apps_version_that_it_requires();
    assertThat(refusal(ExitCode.REFUSED, "main 1"))
        .contains("shop 0001 is applied and requires main 0002");
    files().without("shop/V0001__order.sql").without("shop/U0001__order.sql");
    assertThat(refusal(ExitCode.REFUSED, "main 1"))
        .as("known from the database")
        .contains("requires main 0002");
    database.lockstep(folder).migrate(targets("shop zero", "main 1"));
    assertThat(database.fingerprint())
        .doesNotContain("relation orders")
        .doesNotContain("relation b");
  }

  @Test
  void what_a_target_before_it_will_require_is_not_taken_back_either() {
    a_migration_waits_for_the_other_apps_version_that_it_requires();
    database.lockstep(folder).migrate(targets("shop zero"));
    assertThat(refusal(ExitCode.REFUSED, "shop latest", "main 1"))
        .contains("shop 0001 is applied and requires main 0002");
    assertThat(steps(plan("shop latest", "shop zero", "main 1").get(2)))
        .containsExactly("undo U0002__b.sql");
  }

  @Test
  void the_stored_undo_script_is_the_one_that_runs_and_a_different_file_is_noted() {
    files().threeTables();
    migrate("main latest");
    files().file("main/U0003__c.sql", "drop table c cascade;").without("main/U0002__b.sql");
    Plan plan = plan("main 1").get(0);
    assertThat(plan.steps())
        .map(step -> ((Step.Undo) step).undo())
        .containsExactly(stored("3", "U0003__c.sql"), stored("2", "U0002__b.sql"));
    assertThat(plan.notes()).singleElement().asString().contains("U0003__c.sql", "differs");
  }

  @Test
  void latest_of_a_folder_without_migrations_does_not_take_everything_back() {
    files().threeTables();
    migrate("main latest");
    for (String table : List.of("1__a", "2__b", "3__c")) {
      files().without("main/V000" + table + ".sql").without("main/U000" + table + ".sql");
    }
    assertThat(refusal(ExitCode.REFUSED, "main latest"))
        .contains("no migration on disk", "main zero");
  }

  @Test
  void a_changed_script_that_was_moved_is_accepted_once() {
    files().threeTables().file("main/R__v.sql", "create or replace view v as select 1;");
    migrate("main 2");
    migrate("main 1");
    migrate("main 2");
    files()
        .without("main/V0002__b.sql")
        .file("main/tables/V2__table_b.sql", "-- the second\ncreate table b (id int);\n");
    assertThat(refusal(ExitCode.REFUSED, "main 2")).contains("V2__table_b.sql has changed");
    assertThat(acceptTwice("2", "main 2"))
        .isEqualTo("--accept-changed 2 accepts nothing: main 2 is as it was when it was applied");
    migrate("main latest");
    assertThat(database.lockstep(folder).list().apps().get(0).migrations())
        .map(MigrationListing::state)
        .containsOnly(MigrationState.APPLIED);
    Flyway.configure()
        .dataSource(database.url(), "postgres", "postgres")
        .locations("filesystem:" + folder.resolve("main"))
        .table("main_schema_history")
        .load()
        .validate();
  }

  private String acceptTwice(String version, String... targets) {
    Lockstep lockstep = database.lockstep(folder);
    for (String target : targets) {
      assertThat(lockstep.migrate(with(acceptChanged(version), target)).result())
          .hasToString("done");
      assertThat(lockstep.migrate(with(acceptChanged(version), target)).result())
          .hasToString("nothing to do");
    }
    List<Plan> again = lockstep.plan(List.of(targets), acceptChanged(version));
    return String.join("\n", again.get(0).notes());
  }

  @Test
  void a_version_that_can_not_be_accepted_is_named() {
    files().threeTables();
    migrate("main 2");
    assertThat(notes(acceptChanged("3"), "main 2")).contains("main 3 is not applied");
    assertThat(notes(acceptChanged("9"), "main zero")).contains("main 9 is not applied");
    files().file("main/V0002__b.sql", "create table b ();");
    assertThat(notes(acceptChanged("2"), "main 1")).contains("main 2 is taken back");
    files().without("main/V0002__b.sql");
    assertThat(notes(acceptChanged("2"), "main 1")).contains("main 2 is not on disk");
  }

  @Test
  void a_version_is_accepted_for_the_app_whose_script_has_changed_and_once_for_two_targets() {
    files().threeTables().file("shop/V0001__s.sql", "create table s ();");
    migrate("main 2");
    migrate("shop latest");
    files().file("main/V0001__a.sql", "create table a (id bigint);");
    List<Plan> plans =
        database
            .lockstep(folder)
            .plan(List.of("shop latest", "main 2", "main latest"), acceptChanged("1"));
    assertThat(plans).map(plan -> plan.accepted().size()).containsExactly(0, 1, 0);
    assertThat(plans).allSatisfy(plan -> assertThat(plan.notes()).isEmpty());
  }

  private String notes(PlanOptions options, String target) {
    return String.join(
        "\n", database.lockstep(folder).plan(List.of(target), options).get(0).notes());
  }

  @Test
  void an_undo_script_without_its_migration_is_noted_and_changes_nothing() {
    files().threeTables().file("main/U0007__typo.sql", "drop table a;");
    Plan plan = plan("main latest").get(0);
    assertThat(plan.notes()).singleElement().asString().contains("U0007__typo.sql", "0007");
    assertThat(plan.steps()).hasSize(3);
    assertThat(database.lockstep(folder).list().apps().get(0).notes()).isEqualTo(plan.notes());
  }

  @Test
  void an_undo_script_alone_takes_back_what_only_the_database_knows() {
    files().threeTables().without("main/U0003__c.sql");
    migrate("main latest");
    files().without("main/V0003__c.sql");
    assertThat(refusal(ExitCode.REFUSED, "main latest")).contains("Add U0003__");
    files().file("main/U0003__c.sql", "drop table c;");
    migrate("main latest");
    assertThat(database.fingerprint()).doesNotContain("relation c");
  }
}
