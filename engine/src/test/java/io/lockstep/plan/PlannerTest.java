package io.lockstep.plan;

import static io.lockstep.Asking.outOfOrder;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.history.UndoScript;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 3: refuse before touching. */
class PlannerTest extends Planning {
  private static UndoScript stored(String version, String script) {
    return new UndoScript.Stored(new AppName("main"), Version.of(version), script, false);
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
  void an_apps_own_folder_in_place_of_the_one_above_it_is_wrong_usage_and_says_so() {
    files().threeTables();
    assertThat(
            problem(
                    ExitCode.USAGE,
                    () -> database.lockstep(folder.resolve("main")).migrate(targets("main latest")))
                .text())
        .contains("there is no app main", "give the folder above your app's with --db DIR");
  }

  @Test
  void a_missing_undo_script_is_named_before_any_step() {
    files().threeTables().without("main/U0002__b.sql");
    migrate("main latest");
    assertThat(refusal(ExitCode.REFUSED, "main zero")).contains("V0002__b.sql", "U0002__");
    assertThat(plan("main 2").get(0).steps()).hasSize(1);
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
