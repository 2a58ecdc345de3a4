package io.lockstep.rollout;

import static io.lockstep.Asking.in;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 6 and the turns. */
class RolloutTest {
  private static final Duration AGO = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(folder).threeTables();
  }

  private static RolloutContext revision(long number) {
    return new RolloutContext(new Rollout.Revision("shop", number), Optional.empty());
  }

  private static RolloutContext turn(long revision, String turn) {
    return new RolloutContext(new Rollout.Revision("shop", revision), Turn.parse(turn));
  }

  private static RolloutContext generation(String id, String turn) {
    return new RolloutContext(new Rollout.Generation("shop", id), Turn.parse(turn));
  }

  private static RolloutContext job(long revision, String turn, String uid) {
    return new RolloutContext(
        new Rollout.Revision("shop", revision),
        Turn.parse(turn),
        Optional.of(uid),
        Optional.empty());
  }

  /** As the chart places a Job's pod whose container was started while the release was at it. */
  private static RolloutContext pod(String generation, String turn, String uid) {
    return new RolloutContext(
        new Rollout.Generation("shop", generation),
        Turn.parse(turn),
        Optional.of(uid),
        Optional.of(generation));
  }

  private String run(RolloutContext rolloutContext, String target) {
    return database.lockstep(folder).migrate(in(rolloutContext, target)).result().toString();
  }

  /** In a process that was started this long ago, and reaches the database only now. */
  private String runLate(Duration ago, RolloutContext rolloutContext, String target) {
    return database
        .lockstep(folder, new ProcessClock(() -> ago))
        .migrate(in(rolloutContext, target))
        .result()
        .toString();
  }

  /** Two turns whose processes come in the wrong order. */
  private void runReversed(
      RolloutContext first, String target, RolloutContext second, String then) {
    ManualClock clock = new ManualClock(() -> run(first, target));
    database.lockstep(folder, clock).migrate(in(second, then));
  }

  private List<String> runs() {
    return database
        .jdbc()
        .sql("select target from lockstep.run order by id")
        .query(String.class)
        .list();
  }

  private long rollouts() {
    return database.jdbc().sql("select rollout from lockstep.release").query(Long.class).single();
  }

  private String current() {
    return database.lockstep(folder).list().apps().get(0).current();
  }

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
  void even_an_unreadable_target_is_seen_by_later_turns() {
    problem(ExitCode.USAGE, () -> run(turn(1, "1/2"), "main"));
    assertThat(problem(ExitCode.REFUSED, () -> runLate(AGO, turn(1, "2/2"), "main 1")).text())
        .contains("turn 1 (main) ended with 2");
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
  void a_turn_that_is_run_again_after_later_ones_does_not_undo_them() {
    run(turn(1, "1/2"), "main zero");
    run(turn(1, "2/2"), "main 2");
    assertThat(run(turn(1, "1/2"), "main zero")).isEqualTo("done before");
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
  void a_rollback_makes_an_older_revisions_jobs_anew_and_they_run() {
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
  void a_job_that_was_deleted_and_applied_again_runs_again() {
    run(job(1, "1/1", "a"), "main 2");
    database.lockstep(folder).migrate(targets("main 1"));
    assertThat(run(job(1, "1/1", "b"), "main 2")).isEqualTo("done");
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

  @Test
  void a_rollback_to_an_older_generation_runs_its_turns_anew_and_in_order() {
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

  @Test
  void further_pods_of_a_job_do_not_begin_the_turns_anew() {
    run(pod("aaa", "1/2", "a1"), "main 1");
    assertThat(run(pod("aaa", "1/2", "a1"), "main 1")).isEqualTo("nothing to do");
    run(pod("aaa", "2/2", "a2"), "main 2");
    assertThat(run(pod("aaa", "1/2", "a1"), "main 1")).isEqualTo("done before");
    assertThat(run(pod("aaa", "2/2", "a2"), "main 2")).isEqualTo("nothing to do");
    assertThat(rollouts()).isEqualTo(1);
    assertThat(current()).isEqualTo("0002");
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
