package io.lockstep.run;

import static io.lockstep.Asking.acceptUnfinished;
import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.plan.PlanOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A step without a transaction that ended half way, and runs to other targets after it. */
class UnfinishedStepTest extends CutOffIndex {
  @Test
  void after_an_apply_that_was_cut_off_no_lower_target_is_taken_for_reached() {
    migrate("main 1");
    dieOnTheWayTo("main 2");
    assertThat(database.fingerprint()).as("what it left").contains("t_v_idx");
    assertThat(refusal("main 1")).contains("apply V0002__i.sql", "migrate \"main 0002\"");
    refusal("main zero");
  }

  @Test
  void an_apply_that_was_cut_off_is_healed_by_a_target_that_repeats_it() {
    migrate("main 1");
    dieOnTheWayTo("main 2");
    migrate("main 3");
    migrate("main 1");
    assertThat(database.fingerprint()).doesNotContain("t_v_idx");
  }

  @Test
  void after_an_undo_that_was_cut_off_no_higher_target_is_taken_for_reached() {
    migrate("main 3");
    dieOnTheWayTo("main 1");
    assertThat(current()).isEqualTo("0002");
    assertThat(database.fingerprint()).as("what it left").doesNotContain("t_v_idx");
    assertThat(refusal("main 2")).contains("undo U0002__i.sql", "migrate \"main 0001\"");
    refusal("main 3");
    refusal("main latest");
  }

  @Test
  void an_undo_that_was_cut_off_is_healed_by_a_target_that_repeats_it() {
    migrate("main 3");
    dieOnTheWayTo("main 1");
    migrate("main 1");
    migrate("main latest");
    assertThat(database.fingerprint()).contains("t_v_idx", "relation u");
  }

  @Test
  void a_step_that_failed_after_its_first_statement_is_not_forgotten() {
    files()
        .file(
            "main/V0002__i.sql",
            "-- lockstep: no-transaction\ncreate index concurrently t_v_idx on t (v);\nselect 1/0;");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("main 2"));
    assertThat(refusal("main 1")).contains("apply V0002__i.sql");
  }

  @Test
  void an_index_left_invalid_is_not_forgotten_by_a_lower_target() {
    files().file("main/V0002__i.sql", "create unique index concurrently t_v_idx on t (v);");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("main 2"));
    assertThat(refusal("main 1")).contains("apply V0002__i.sql");
    assertThat(refusal("main 2")).contains("t_v_idx", "INVALID");
    database.jdbc().sql("drop index t_v_idx").update();
    database.jdbc().sql("delete from t where ctid = '(0,1)'").update();
    migrate("main 2");
    migrate("main 1");
  }

  @Test
  void an_undo_that_failed_after_its_first_statement_is_not_forgotten() {
    files()
        .file(
            "main/U0002__i.sql",
            "-- lockstep: no-transaction\ndrop index concurrently t_v_idx;\nselect 1/0;");
    migrate("main 2");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("main 1"));
    assertThat(refusal("main 2")).contains("undo U0002__i.sql");
    assertThat(refusal("main 3")).contains("undo U0002__i.sql");
    assertThat(missing("main 2")).contains("main is at 0002, but undo U0002__i.sql has not ended");
  }

  @Test
  void the_status_says_of_no_target_that_it_is_reached_while_a_step_is_half_done() {
    files()
        .file(
            "main/V0002__i.sql",
            "-- lockstep: no-transaction\ncreate index concurrently t_v_idx on t (v);\nselect 1/0;");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("main 2"));
    assertThat(missing("main 1")).contains("main is at 0001, but apply V0002__i.sql has not ended");
    assertThat(missing("main 2")).contains("main is at 0001, and not at 2 yet");
    files().file("main/V0002__i.sql", "drop index t_v_idx;");
    migrate("main 2");
    assertThat(database.lockstep(folder).status(List.of("main 2")).reached()).isTrue();
  }

  private String missing(String target) {
    return database
        .lockstep(folder)
        .status(List.of(target))
        .targets()
        .get(0)
        .missing()
        .orElseThrow();
  }

  @Test
  void an_undo_that_could_not_be_recorded_is_not_forgotten() {
    files()
        .file(
            "main/U0002__i.sql",
            "-- lockstep: no-transaction\ndrop index concurrently t_v_idx;\nupdate lockstep.lease set lock_until = now();");
    migrate("main 2");
    problem(ExitCode.LOCK_NOT_OBTAINED, () -> migrate("main 1"));
    assertThat(refusal("main 2")).contains("undo U0002__i.sql");
  }

  @Test
  void a_step_that_gives_up_a_lock_by_its_own_limit_is_tried_again() {
    givesUpALockOnce("");
    migrate("main 2");
    assertThat(current()).isEqualTo("0002");
    assertThat(marks()).isEmpty();
  }

  @Test
  void a_step_that_has_left_an_invalid_index_fails_although_its_last_statement_was_tried_again() {
    givesUpALockOnce(
        "update pg_index set indisvalid = false where indexrelid = 't_v_idx'::regclass;");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main 2")).text())
        .contains("it has left index t_v_idx INVALID", "part of it may be done");
    refusal("main 1");
    assertThat(refusal("main 2")).contains("t_v_idx", "INVALID");
  }

  private void givesUpALockOnce(String left) {
    database.jdbc().sql("create sequence outside.tries").update();
    files()
        .file(
            "main/V0002__i.sql",
            """
            -- lockstep: no-transaction
            create index concurrently if not exists t_v_idx on t (v);
            %s
            do $$ begin if nextval('outside.tries') = 1 then raise sqlstate '55P03'; end if; end $$;
            """
                .formatted(left));
  }

  @Test
  void what_was_put_right_by_hand_is_accepted() {
    migrate("main 1");
    dieOnTheWayTo("main 2");
    database.jdbc().sql("drop index t_v_idx").update();
    assertThat(refusal("main 1")).contains("--accept-unfinished 0002");
    problem(ExitCode.REFUSED, () -> migrate(acceptUnfinished("3"), "main 1"));
    assertThat(
            database.lockstep(folder).plan(List.of("main 1"), acceptUnfinished("2")).get(0).notes())
        .singleElement()
        .asString()
        .contains("apply V0002__i.sql was begun by", "accepted");
    assertThat(marks()).as("a plan writes nothing").hasSize(1);

    migrate(acceptUnfinished("2"), "main 1");
    assertThat(migrate("main 1").result()).hasToString("nothing to do");
    migrate(acceptUnfinished("2"), "main 1");
  }

  @Test
  void an_undo_that_was_put_right_by_hand_is_accepted() {
    migrate("main 2");
    dieOnTheWayTo("main 1");
    database.jdbc().sql("create index t_v_idx on t (v)").update();
    assertThat(refusal("main 3")).contains("put back by hand", "--accept-unfinished 0002");
    migrate(acceptUnfinished("2"), "main 3");
    assertThat(current()).isEqualTo("0003");
    assertThat(marks()).isEmpty();
  }

  @Test
  void the_plan_of_the_same_step_says_that_it_is_done_again() {
    dieOnTheWayTo("main 2");
    assertThat(
            database
                .lockstep(folder)
                .plan(List.of("main latest"), PlanOptions.STRICT)
                .get(0)
                .notes())
        .singleElement()
        .asString()
        .contains("apply V0002__i.sql was begun by", "done again");
  }

  @Test
  void a_run_that_loses_its_connection_in_the_step_does_it_again_by_itself() {
    migrate("main 1");
    database.jdbc().sql("create sequence outside.tries").update();
    files()
        .file(
            "main/V0002__i.sql",
            """
            -- lockstep: no-transaction
            create index concurrently if not exists t_v_idx on t (v);
            select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and application_name like 'lockstep %'
               and nextval('outside.tries') <= 1;
            select pg_terminate_backend(pg_backend_pid()) where currval('outside.tries') <= 1;
            """);
    assertThat(migrate("main 3").result()).hasToString("done");
    assertThat(marks()).isEmpty();
  }
}
