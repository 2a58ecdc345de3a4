package io.lockstep.rollout;

import static io.lockstep.Asking.in;
import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import org.junit.jupiter.api.Test;

/** The turns of a rollout run one after the other, in their order. */
class TurnOrderTest extends ShopRollouts {
  @Test
  void a_turn_waits_for_the_one_before_without_the_lock() {
    run(turn(1, "1/3"), "main 1");
    ManualClock clock = new ManualClock(() -> run(turn(1, "2/3"), "main 3"));
    database.lockstep(folder, clock).migrate(in(turn(1, "3/3"), "main 2"));
    assertThat(current()).isEqualTo("0002");
    assertThat(runs()).containsExactly("main 1", "main 3", "main 2");
  }

  @Test
  void later_turns_end_at_once_when_an_earlier_one_can_not_succeed() {
    run(turn(1, "1/4"), "main 1");
    problem(ExitCode.USAGE, () -> run(turn(1, "2/4"), "main 9"));
    for (String later : new String[] {"3/4", "4/4"}) {
      assertThat(problem(ExitCode.REFUSED, () -> runLate(AGO, turn(1, later), "main 2")).text())
          .contains("turn 2 (main 9) ended with 2", "no version 9");
    }
    assertThat(current()).isEqualTo("0001");
    assertThat(run(turn(2, "1/4"), "main 2")).as("the next rollout heals it").isEqualTo("done");
    assertThat(run(turn(2, "2/4"), "main 3")).isEqualTo("done");
  }

  @Test
  void an_unreadable_target_is_seen_by_later_turns_too() {
    problem(ExitCode.USAGE, () -> run(turn(1, "1/2"), "main"));
    assertThat(problem(ExitCode.REFUSED, () -> runLate(AGO, turn(1, "2/2"), "main 1")).text())
        .contains("turn 1 (main) ended with 2");
  }

  @Test
  void a_turn_that_is_run_again_after_later_ones_does_not_undo_them() {
    run(turn(1, "1/2"), "main zero");
    run(turn(1, "2/2"), "main 2");
    assertThat(run(turn(1, "1/2"), "main zero")).isEqualTo("done before");
    assertThat(current()).isEqualTo("0002");
  }

  @Test
  void a_turn_waits_for_the_next_run_of_one_that_failed_before_it_came() {
    problem(ExitCode.USAGE, () -> run(pod("aaa", "1/2", "a1"), "main 9"));
    runReversed(pod("aaa", "1/2", "b1"), "main 1", pod("aaa", "2/2", "b2"), "main 2");
    assertThat(current()).isEqualTo("0002");

    problem(ExitCode.USAGE, () -> run(job(1, "1/3", "one 1"), "main 9"));
    ManualClock both =
        new ManualClock(
            () -> {
              run(job(1, "1/3", "again 1"), "main 1");
              run(job(1, "2/3", "again 2"), "main 2");
            });
    database.lockstep(folder, both).migrate(in(job(1, "3/3", "again 3"), "main 3"));
    assertThat(current()).as("of a revision").isEqualTo("0003");
  }

  @Test
  void a_turn_ends_when_the_one_that_failed_before_it_came_fails_again() {
    problem(ExitCode.USAGE, () -> run(pod("aaa", "1/2", "a1"), "main 9"));
    ManualClock clock =
        new ManualClock(
            () -> problem(ExitCode.USAGE, () -> run(pod("aaa", "1/2", "b1"), "main 8")));
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () ->
                        database
                            .lockstep(folder, clock)
                            .migrate(in(pod("aaa", "2/2", "b2"), "main 2")))
                .text())
        .contains("turn 1 (main 8) ended with 2");
  }
}
