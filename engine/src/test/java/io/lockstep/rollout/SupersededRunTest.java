package io.lockstep.rollout;

import static io.lockstep.Asking.in;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ManualClock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rule 6: a run of an older rollout does nothing once a newer one has come. */
class SupersededRunTest extends ShopRollouts {
  @Test
  void a_late_job_of_an_older_revision_does_nothing() {
    run(revision(7), "main 2");
    assertThat(run(revision(6), "main zero")).isEqualTo("superseded");
    assertThat(current()).isEqualTo("0002");
    assertThat(run(revision(7), "main 3")).isEqualTo("done");
    assertThat(run(revision(8), "main 1")).isEqualTo("done");
  }

  @Test
  void releases_do_not_supersede_each_other_nor_runs_without_one() {
    run(revision(7), "main 2");
    RolloutContext other = new RolloutContext(new Rollout.Revision("blog", 1), Optional.empty());
    assertThat(run(other, "main 3")).isEqualTo("done");
    database.lockstep(folder).migrate(targets("main 1"));
    assertThat(current()).isEqualTo("0001");
  }

  @Test
  void a_newer_rollout_ends_the_wait() {
    run(turn(1, "1/3"), "main 1");
    ManualClock clock = new ManualClock(() -> run(turn(2, "1/3"), "main 2"));
    assertThat(database.lockstep(folder, clock).migrate(in(turn(1, "3/3"), "main zero")).result())
        .hasToString("superseded");
    assertThat(current()).isEqualTo("0002");
  }

  @Test
  void generations_count_by_their_arrival_and_may_come_back() {
    assertThat(run(generation("aaa", "1/1"), "main 1")).isEqualTo("done");
    assertThat(run(generation("bbb", "1/1"), "main 2")).isEqualTo("done");
    assertThat(run(generation("aaa", "1/1"), "main 1")).as("a revert in git").isEqualTo("done");
    assertThat(current()).isEqualTo("0001");
  }

  @Test
  void a_generation_that_arrived_before_the_current_one_is_superseded() {
    run(generation("aaa", "1/2"), "main 1");
    ManualClock clock = new ManualClock(() -> run(generation("bbb", "1/1"), "main 3"));
    assertThat(
            database
                .lockstep(folder, clock)
                .migrate(in(generation("ccc", "2/2"), "main zero"))
                .result())
        .hasToString("superseded");
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void a_late_pod_of_an_older_generation_does_nothing() {
    RolloutContext old = pod("aaa", "1/1", "a");
    RolloutContext now = pod("bbb", "1/1", "b");
    RolloutContext back = pod("aaa", "1/1", "c");
    run(old, "main 1");
    run(now, "main 3");
    assertThat(run(old, "main 1")).isEqualTo("superseded");
    assertThat(run(back, "main 2")).as("a revert in git").isEqualTo("done");
    assertThat(run(now, "main 3")).isEqualTo("superseded");
    assertThat(current()).isEqualTo("0002");
  }

  @Test
  void a_process_that_was_started_before_a_newer_generation_and_connects_after_it_is_superseded() {
    run(generation("bbb", "1/1"), "main 3");
    assertThat(runLate(AGO, generation("aaa", "1/1"), "main zero")).isEqualTo("superseded");
    assertThat(runLate(AGO, pod("aaa", "1/1", "a"), "main zero"))
        .as("a Job's pod")
        .isEqualTo("superseded");
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void a_generation_that_comes_after_the_databases_clock_was_set_back_runs() {
    run(pod("aaa", "1/1", "a"), "main 1");
    database
        .jdbc()
        .sql("update lockstep.release set arrived_at = arrived_at + interval '1 hour'")
        .update();
    assertThat(run(pod("bbb", "1/1", "b"), "main 3")).isEqualTo("done");
    assertThat(run(pod("aaa", "1/1", "a"), "main 1")).as("a late pod").isEqualTo("superseded");
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void a_late_revision_does_nothing_after_a_generation() {
    run(revision(3), "main 2");
    run(generation("aaa", "1/1"), "main 3");
    assertThat(run(revision(3), "main 2")).isEqualTo("superseded");
    assertThat(current()).isEqualTo("0003");
    assertThat(run(revision(4), "main 2")).isEqualTo("done");
    assertThat(run(revision(4), "main 2")).isEqualTo("nothing to do");
  }
}
