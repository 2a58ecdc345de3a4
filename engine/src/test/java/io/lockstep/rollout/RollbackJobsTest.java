package io.lockstep.rollout;

import static io.lockstep.Asking.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ManualClock;
import org.junit.jupiter.api.Test;

/** A rollback makes the Jobs of an older rollout again, and they run. */
class RollbackJobsTest extends ShopRollouts {
  @Test
  void a_rollback_makes_an_older_revisions_jobs_again_and_they_run() {
    run(job(6, "1/1", "six"), "main 1");
    run(job(7, "1/1", "seven"), "main 3");
    assertThat(run(job(6, "1/1", "six"), "main 1")).as("a late pod").isEqualTo("superseded");
    assertThat(run(job(6, "1/1", "six again"), "main 1")).isEqualTo("done");
    assertThat(current()).isEqualTo("0001");
    assertThat(run(job(7, "1/1", "seven"), "main 3")).as("a late pod").isEqualTo("superseded");
    assertThat(run(job(6, "1/1", "six again"), "main 1"))
        .as("a second pod")
        .isEqualTo("nothing to do");
    assertThat(run(job(9, "1/1", "nine"), "main 2")).isEqualTo("done");
  }

  @Test
  void a_first_pod_that_comes_after_a_newer_revision_does_nothing_even_after_a_rollback() {
    run(job(5, "1/1", "five"), "main 1");
    run(job(7, "1/1", "seven"), "main 3");
    assertThat(run(job(6, "1/1", "six"), "main zero")).isEqualTo("superseded");
    run(job(5, "1/1", "five again"), "main 1");
    assertThat(run(job(6, "1/1", "six"), "main zero")).isEqualTo("superseded");
    assertThat(current()).isEqualTo("0001");
  }

  @Test
  void the_turns_of_a_rollback_keep_their_order() {
    run(job(1, "1/2", "a1"), "main zero");
    run(job(1, "2/2", "a2"), "main 1");
    run(job(2, "1/1", "b1"), "main 3");
    ManualClock clock = new ManualClock(() -> run(job(1, "1/2", "c1"), "main zero"));
    database.lockstep(folder, clock).migrate(in(job(1, "2/2", "c2"), "main 1"));
    assertThat(runs()).containsExactly("main zero", "main 1", "main 3", "main zero", "main 1");
  }

  @Test
  void a_rollback_to_an_older_generation_runs_its_turns_again_and_in_order() {
    runReversed(pod("aaa", "1/2", "a1"), "main 1", pod("aaa", "2/2", "a2"), "main 2");
    runReversed(pod("bbb", "1/2", "b1"), "main 3", pod("bbb", "2/2", "b2"), "main 1");
    assertThat(run(pod("aaa", "2/2", "a2"), "main 2")).as("a late pod").isEqualTo("superseded");
    runReversed(pod("aaa", "1/2", "c1"), "main zero", pod("aaa", "2/2", "c2"), "main 2");
    assertThat(runs())
        .containsExactly("main 1", "main 2", "main 3", "main 1", "main zero", "main 2");
    for (String late : new String[] {"a1", "b1"}) {
      String generation = late.startsWith("a") ? "aaa" : "bbb";
      assertThat(run(pod(generation, "1/2", late), "main zero")).as(late).isEqualTo("superseded");
    }
    assertThat(current()).isEqualTo("0002");
  }

  @Test
  void a_job_of_a_rollback_that_is_made_again_joins_the_rollback() {
    run(job(1, "1/2", "a1"), "main zero");
    run(job(1, "2/2", "a2"), "main 1");
    run(job(2, "1/1", "b1"), "main 3");
    run(job(1, "1/2", "c1"), "main zero");
    run(job(1, "2/2", "c2"), "main 1");
    assertThat(run(job(1, "2/2", "d2"), "main 1")).isEqualTo("nothing to do");
    assertThat(run(job(1, "1/2", "d1"), "main zero")).isEqualTo("done before");
    assertThat(rollouts()).isEqualTo(3);
    assertThat(current()).isEqualTo("0001");
  }

  @Test
  void a_late_first_pod_is_not_taken_for_one_that_a_rollback_has_made() {
    run(pod("aaa", "1/2", "a1"), "main 1");
    run(pod("bbb", "1/1", "b1"), "main 3");
    run(pod("aaa", "1/2", "c1"), "main 1");
    run(pod("aaa", "2/2", "c2"), "main 2");
    assertThat(runLate(AGO, pod("aaa", "2/2", "a2"), "main zero")).isEqualTo("superseded");

    run(job(5, "1/2", "five 1"), "main 1");
    run(job(6, "1/1", "six"), "main 3");
    assertThat(runLate(AGO, job(5, "2/2", "five 2"), "main zero")).isEqualTo("superseded");
    assertThat(current()).isEqualTo("0003");
  }
}
