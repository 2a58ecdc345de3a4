package io.lockstep.plan;

import static io.lockstep.plan.contract.ContractPhase.AFTER_ROLLOUT;
import static io.lockstep.plan.contract.ContractPhase.BEFORE_ROLLOUT_FOLLOWED;
import static io.lockstep.plan.contract.ContractPhase.EARLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import org.junit.jupiter.api.Test;

/** Rule 12, backwards: contract steps are taken back before the old pods start, the rest after. */
class ContractBackwardTest extends ContractPlanning {
  /** All applied, then an image that knows nothing of 0002 and 0003. */
  private MigrationFolder olderImage() {
    contract();
    migrate("main latest");
    return files()
        .without("main/V0003__drop_email.sql")
        .without("main/U0003__drop_email.sql")
        .without("main/V0002__contact.sql")
        .without("main/U0002__contact.sql");
  }

  @Test
  void a_contract_step_is_taken_back_before_the_old_pods_start_and_the_rest_waits() {
    olderImage();
    Plan plan = plan("main 1").get(0);
    assertThat(steps(plan)).containsExactly("undo U0003__drop_email.sql");
    assertThat(waiting(plan)).containsExactly("undo U0002__contact.sql");
    assertThat(plan.to()).isEqualTo("0002");
    assertThat(plan.notes())
        .contains("0002 waits until the new pods are gone: migrate --contract \"main 1\"");
    assertThat(steps(plan(AFTER_ROLLOUT, "main 1").get(0)))
        .containsExactly("undo U0003__drop_email.sql", "undo U0002__contact.sql");
  }

  @Test
  void a_way_back_in_two_parts_ends_where_one_in_a_single_part_does() {
    contract();
    migrate("main latest");
    String whole = database.fingerprint();
    olderImage();
    migrate(BEFORE_ROLLOUT_FOLLOWED, "main 1");
    assertThat(plan(BEFORE_ROLLOUT_FOLLOWED, "main 1").get(0).isEmpty()).isTrue();
    assertThat(plan(BEFORE_ROLLOUT_FOLLOWED, "main 1").get(0).from()).isEqualTo("0002");
    migrate(AFTER_ROLLOUT, "main 1");
    assertThat(plan("main 1").get(0).from()).isEqualTo("0001");
    contract();
    migrate("main latest");
    migrate(AFTER_ROLLOUT, "main latest");
    assertThat(database.fingerprint()).isEqualTo(whole);
  }

  @Test
  void all_is_taken_back_at_once_if_no_contract_step_is_among_it_and_no_run_follows() {
    expand();
    migrate("main latest");
    assertThat(steps(plan("main 1").get(0))).containsExactly("undo U0002__contact.sql");
    Plan held = plan(BEFORE_ROLLOUT_FOLLOWED, "main 1").get(0);
    assertThat(held.isEmpty()).isTrue();
    assertThat(held.to()).isEqualTo("0002");
    assertThat(waiting(held)).containsExactly("undo U0002__contact.sql");
  }

  @Test
  void a_plain_step_above_a_contract_step_is_taken_back_at_once_with_a_note() {
    contract().file("main/V0004__more.sql", "create table more (id int);");
    files().file("main/U0004__more.sql", "drop table more;");
    migrate("main latest");
    Plan plan = plan("main 1").get(0);
    assertThat(steps(plan)).containsExactly("undo U0004__more.sql", "undo U0003__drop_email.sql");
    assertThat(plan.notes())
        .contains(
            "0004 is taken back before the new pods are gone, since the contract step 0003, which was applied earlier, must be; pods that use it may fail");
    assertThat(steps(plan("main 3").get(0))).containsExactly("undo U0004__more.sql");
  }

  @Test
  void all_is_taken_back_early_with_a_note_that_names_what_would_wait() {
    olderImage();
    Plan plan = plan(EARLY, "main 1").get(0);
    assertThat(plan.steps()).hasSize(2);
    assertThat(plan.notes())
        .contains(
            "0002 is taken back although new pods may still run, since --contract-early says so");
  }

  /** Rule 3: the way back is checked before its first step, and that is now. */
  @Test
  void a_step_that_waits_and_can_not_be_taken_back_is_refused_at_once() {
    contract().without("main/U0002__contact.sql");
    migrate("main latest");
    assertThat(refusal(ExitCode.REFUSED, "main 1")).contains("0002 is applied", "undo script");
  }

  @Test
  void a_held_back_undo_makes_no_repeatable_due_by_itself() {
    expand().file("main/R__view.sql", "create or replace view v as select id from person;");
    migrate("main latest");
    assertThat(plan(BEFORE_ROLLOUT_FOLLOWED, "main 1").get(0).steps()).isEmpty();
  }

  @Test
  void a_database_of_an_older_lockstep_has_no_contract_step() {
    contract();
    migrate("main latest");
    database.jdbc().sql("alter table lockstep.applied drop column contract").update();
    files().without("main/V0003__drop_email.sql").without("main/V0002__contact.sql");
    assertThat(plan("main 1").get(0).steps()).hasSize(2);
  }

  @Test
  void a_contract_step_that_stock_flyway_applied_is_known_by_its_file() {
    contract();
    migrate("main latest");
    database.jdbc().sql("delete from lockstep.applied").update();
    assertThat(steps(plan("main 1").get(0))).containsExactly("undo U0003__drop_email.sql");
  }

  @Test
  void a_target_of_zero_waits_below_the_contract_step_as_any_other() {
    contract();
    migrate("main latest");
    Plan plan = plan("main zero").get(0);
    assertThat(plan.to()).isEqualTo("0002");
    assertThat(waiting(plan)).containsExactly("undo U0002__contact.sql", "undo U0001__person.sql");
  }
}
