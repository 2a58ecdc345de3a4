package io.lockstep.rollout;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Job that is deleted and applied again, and the further pods of one. */
class JobMadeAgainTest extends ShopRollouts {
  @Test
  void a_job_that_was_deleted_and_applied_again_runs_again() {
    run(job(1, "1/1", "a"), "main 2");
    database.lockstep(folder).migrate(targets("main 1"));
    assertThat(run(job(1, "1/1", "b"), "main 2")).isEqualTo("done");
  }

  @Test
  void a_last_job_that_is_made_again_finds_the_earlier_turns_done() {
    run(pod("aaa", "1/2", "a1"), "main 1");
    run(pod("aaa", "2/2", "a2"), "main 2");
    assertThat(run(pod("aaa", "2/2", "b2"), "main 2")).isEqualTo("nothing to do");
    assertThat(run(pod("aaa", "2/2", "b2"), "main 2"))
        .as("its next pod")
        .isEqualTo("nothing to do");
    assertThat(rollouts()).isEqualTo(1);

    run(job(1, "1/2", "one 1"), "main 1");
    run(job(1, "2/2", "one 2"), "main 3");
    assertThat(run(job(1, "2/2", "again 2"), "main 3"))
        .as("of a revision")
        .isEqualTo("nothing to do");
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void a_first_job_that_is_made_again_does_not_undo_the_later_turns() {
    run(pod("aaa", "1/2", "a1"), "main 1");
    run(pod("aaa", "2/2", "a2"), "main 2");
    assertThat(run(pod("aaa", "1/2", "b1"), "main 1")).isEqualTo("done before");

    run(job(1, "1/2", "one 1"), "main zero");
    run(job(1, "2/2", "one 2"), "main 3");
    assertThat(run(job(1, "1/2", "again 1"), "main zero"))
        .as("of a revision")
        .isEqualTo("done before");
    assertThat(current()).isEqualTo("0003");
  }

  @ParameterizedTest
  @CsvSource({"1/2, 2/2", "2/2, 1/2"})
  void jobs_that_are_all_made_again_leave_the_database_as_it_is_in_either_order(
      String first, String then) {
    run(pod("aaa", "1/2", "a1"), "main 1");
    run(pod("aaa", "2/2", "a2"), "main 2");
    for (String turn : List.of(first, then)) {
      run(pod("aaa", turn, "b " + turn), turn.startsWith("1") ? "main 1" : "main 2");
    }
    assertThat(rollouts()).isEqualTo(1);
    assertThat(runs()).containsExactly("main 1", "main 2", "main 2");
    assertThat(current()).isEqualTo("0002");
  }

  @Test
  void a_job_in_the_middle_that_failed_and_is_made_again_runs_and_the_later_ones_after_it() {
    run(pod("aaa", "1/3", "a1"), "main 1");
    database.jdbc().sql("create table b (was text)").update();
    problem(ExitCode.MIGRATION_FAILED, () -> run(pod("aaa", "2/3", "a2"), "main 2"));
    database.jdbc().sql("drop table b").update();
    runReversed(pod("aaa", "2/3", "b2"), "main 2", pod("aaa", "3/3", "b3"), "main 3");
    assertThat(run(pod("aaa", "1/3", "b1"), "main 1")).isEqualTo("done before");
    assertThat(runs()).containsExactly("main 1", "main 2", "main 2", "main 3");
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void further_pods_of_a_job_do_not_begin_the_turns_again() {
    run(pod("aaa", "1/2", "a1"), "main 1");
    assertThat(run(pod("aaa", "1/2", "a1"), "main 1")).isEqualTo("nothing to do");
    run(pod("aaa", "2/2", "a2"), "main 2");
    assertThat(run(pod("aaa", "1/2", "a1"), "main 1")).isEqualTo("done before");
    assertThat(run(pod("aaa", "2/2", "a2"), "main 2")).isEqualTo("nothing to do");
    assertThat(rollouts()).isEqualTo(1);
    assertThat(current()).isEqualTo("0002");
  }
}
