package io.lockstep.plan;

import static io.lockstep.Asking.acceptUnfinished;
import static io.lockstep.Asking.outOfOrder;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static io.lockstep.plan.contract.ContractPhase.AFTER_ROLLOUT;
import static io.lockstep.plan.contract.ContractPhase.BEFORE_ROLLOUT_FOLLOWED;
import static io.lockstep.plan.contract.ContractPhase.EARLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 12, forwards: what old pods can't live with waits until they are gone. */
class ContractForwardTest extends ContractPlanning {
  @Test
  void a_plan_stops_before_the_first_pending_contract_step_and_says_what_waits() {
    contractAfterFirst();
    for (String target : List.of("main latest", "main 3")) {
      Plan plan = plan(target).get(0);
      assertThat(steps(plan)).containsExactly("apply V0002__contact.sql");
      assertThat(waiting(plan)).containsExactly("apply V0003__drop_email.sql");
      assertThat(plan.to()).isEqualTo("0002");
      assertThat(plan.notes())
          .containsExactly(
              "V0003__drop_email.sql waits until the old pods are gone: migrate --contract \""
                  + plan.target()
                  + "\"");
    }
    assertThat(plan(BEFORE_ROLLOUT_FOLLOWED, "main latest").get(0).to()).isEqualTo("0002");
  }

  @Test
  void a_target_counts_as_reached_before_the_contract_step_and_again_after_it() {
    contractAfterFirst();
    assertThat(database.lockstep(folder).migrate(targets("main latest")).targets())
        .map(reached -> reached.from() + "→" + reached.to())
        .containsExactly("0001→0002");
    assertThat(plan("main latest").get(0).isEmpty()).isTrue();
    migrate("main latest");
    migrate(AFTER_ROLLOUT, "main latest");
    assertThat(plan("main latest").get(0).to()).isEqualTo("0003");
    migrate(AFTER_ROLLOUT, "main latest");
    assertThat(plan("main latest").get(0).notes()).isEmpty();
  }

  @Test
  void the_whole_way_is_taken_after_the_rollout() {
    contractAfterFirst();
    assertThat(steps(plan(AFTER_ROLLOUT, "main latest").get(0)))
        .containsExactly("apply V0002__contact.sql", "apply V0003__drop_email.sql");
  }

  @Test
  void the_whole_way_is_taken_early_with_a_note_that_names_the_contract_steps() {
    contractAfterFirst().file("main/V0004__more.sql", "create table more (id int);");
    Plan plan = plan(EARLY, "main latest").get(0);
    assertThat(plan.steps()).hasSize(3);
    assertThat(plan.notes())
        .contains(
            "V0003__drop_email.sql is applied although old pods may still run, since --contract-early says so");
  }

  @Test
  void a_new_database_has_no_old_pods_so_that_nothing_waits() {
    contract().file("main/V0004__more.sql", "create table more (id int);");
    assertThat(plan("main latest").get(0).steps()).hasSize(4);
    assertThat(plan("main latest").get(0).notes()).noneMatch(note -> note.contains("waits until"));
    contract().without("main/V0004__more.sql");
    assertThat(plan("main latest").get(0).to()).isEqualTo("0003");
  }

  /** Rule 7: a killed first run is gone on with, and is no release that was skipped. */
  @Test
  void a_first_run_that_failed_half_way_is_gone_on_with_as_if_nothing_were_applied() {
    contract()
        .file("main/V0002__contact.sql", "select 1/0;")
        .file("main/V0004__more.sql", "create table more (id int);");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest"));
    expand();
    assertThat(steps(plan("main latest").get(0)))
        .containsExactly(
            "apply V0002__contact.sql", "apply V0003__drop_email.sql", "apply V0004__more.sql");
    migrate("main latest");
    assertThat(plan("main latest").get(0).isEmpty()).isTrue();
  }

  @Test
  void an_app_that_was_taken_back_to_zero_begins_again_without_old_pods() {
    contract();
    migrate("main latest");
    migrate(AFTER_ROLLOUT, "main zero");
    assertThat(plan("main latest").get(0).to()).isEqualTo("0003");
  }

  @Test
  void a_skipped_release_is_refused_and_each_way_out_works() {
    contractAfterFirst().file("main/V0004__more.sql", "create table more (id int);");
    String refused = refusal(ExitCode.REFUSED, "main latest");
    assertThat(refused)
        .contains(
            "V0003__drop_email.sql is a contract step and waits until the old pods are gone",
            "V0004__more.sql",
            "a release was skipped",
            "its target is \"main 0003\"",
            "migrate --contract \"main 0003\"",
            "--contract-early");
    assertThat(plan(EARLY, "main latest").get(0).to()).isEqualTo("0004");
    migrate("main 0003");
    migrate(AFTER_ROLLOUT, "main 0003");
    migrate("main latest");
    assertThat(plan("main latest").get(0).to()).isEqualTo("0004");
  }

  @Test
  void several_contract_steps_in_a_row_wait_together() {
    contractAfterFirst()
        .file("main/V0004__more.sql", "-- lockstep: contract\ncreate table more (id int);");
    Plan plan = plan("main latest").get(0);
    assertThat(waiting(plan))
        .containsExactly("apply V0003__drop_email.sql", "apply V0004__more.sql");
    assertThat(plan.notes())
        .contains(
            "V0003__drop_email.sql, V0004__more.sql wait until the old pods are gone: migrate --contract \"main latest\"");
  }

  @Test
  void a_repeatable_runs_at_the_line_and_again_after_it_only_if_it_has_changed() {
    contractAfterFirst()
        .file("main/R__view.sql", "create or replace view v as select id from person;");
    assertThat(steps(plan("main latest").get(0)))
        .containsExactly("apply V0002__contact.sql", "repeat R__view.sql");
    migrate("main latest");
    assertThat(steps(plan(AFTER_ROLLOUT, "main latest").get(0)))
        .containsExactly("apply V0003__drop_email.sql");
  }

  @Test
  void a_waiting_script_that_could_not_run_is_refused_before_the_rollout() {
    contractAfterFirst()
        .file("main/V0003__drop_email.sql", "-- lockstep: contract\n-- lockstep: draft\n");
    assertThat(refusal(ExitCode.REFUSED, "main latest")).contains("is a draft");
  }

  @Test
  void a_version_that_requires_a_waiting_one_is_refused_with_the_reason() {
    contractAfterFirst()
        .file(
            "other/V0001__o.sql", "-- lockstep: requires main 0003\ncreate table other (id int);");
    assertThat(refusal(ExitCode.REFUSED, "main latest", "other latest"))
        .contains(
            "requires main 0003",
            "is a contract step and waits until the old pods are gone",
            "migrate --contract \"main 0003\"");
    assertThat(refusal(ExitCode.REFUSED, "other latest")).contains("waits until the old pods");
    migrate(AFTER_ROLLOUT, "main 0003");
    migrate("other latest");
  }

  @Test
  void a_contract_step_below_the_current_version_waits_if_out_of_order_is_allowed() {
    expand().without("main/V0002__contact.sql").without("main/U0002__contact.sql");
    files().file("main/V0004__more.sql", "create table more (id int);");
    migrate("main latest");
    contract().without("main/V0002__contact.sql").without("main/U0002__contact.sql");
    assertThat(refusal(ExitCode.REFUSED, "main latest")).contains("out of order");
    Plan plan = database.lockstep(folder).plan(List.of("main latest"), outOfOrder()).get(0);
    assertThat(waiting(plan)).containsExactly("apply V0003__drop_email.sql");
    assertThat(plan.to()).isEqualTo("0004");
  }

  @Test
  void an_unfinished_contract_step_waits_before_a_rollout_and_is_repeated_after_it() {
    contractAfterFirst()
        .file(
            "main/V0003__drop_email.sql",
            "-- lockstep: contract\n-- lockstep: no-transaction\nalter table person drop column email;\nselect 1/0;");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate(AFTER_ROLLOUT, "main latest"));
    Plan plan = plan("main latest").get(0);
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.notes()).anyMatch(note -> note.contains("did not end well; it waits"));
    migrate("main latest");
    assertThat(refusal(ExitCode.REFUSED, "main 1"))
        .contains("Do it again with: migrate \"main 0003\" --contract");
    contract()
        .file(
            "main/V0003__drop_email.sql",
            "-- lockstep: contract\n-- lockstep: no-transaction\nalter table person drop column if exists email;");
    assertThat(plan(AFTER_ROLLOUT, "main latest").get(0).repeatsUnfinished()).isTrue();
    database.lockstep(folder).migrate(with(acceptUnfinished("3"), "main latest"));
    migrate(AFTER_ROLLOUT, "main latest");
    assertThat(plan("main latest").get(0).to()).isEqualTo("0003");
  }

  @Test
  void only_a_versioned_migration_can_be_a_contract_step() {
    first();
    migrate("main latest");
    for (String name : List.of("R__view.sql", "afterMigrate.sql", "beforeEachMigrate.sql")) {
      files().file("main/" + name, "-- lockstep: contract\nselect 1;");
      assertThat(refusal(ExitCode.REFUSED, "main latest"))
          .contains(name, "only a versioned migration can wait", "Take that line out");
      files().without("main/" + name);
    }
    expand().file("main/U0002__contact.sql", "-- lockstep: contract\nselect 1;");
    assertThat(refusal(ExitCode.REFUSED, "main latest")).contains("U0002__contact.sql");
    files().file("base/B0001__all.sql", "-- lockstep: contract\nselect 1;");
    assertThat(refusal(ExitCode.REFUSED, "base latest")).contains("B0001__all.sql");
  }
}
