package io.lockstep.rollout;

import static io.lockstep.Asking.in;
import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do while a process waits for the lock, its turn having come, or seemed to. */
class TurnUnderLockTest {
  @TempDir private Path folder;
  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(folder).threeTables();
    database.lockstep(folder).migrate(in(generation("before", "1/1", "before"), "main zero"));
  }

  @Test
  void a_late_pod_of_a_turn_does_not_undo_the_turn_that_has_begun_meanwhile() {
    for (boolean revisions : new boolean[] {false, true}) {
      RolloutContext first = revisions ? revision(1, "1/2", "r1") : generation("aaa", "1/2", "a1");
      RolloutContext second = revisions ? revision(1, "2/2", "r2") : generation("aaa", "2/2", "a2");
      String result =
          whileItWaits(
              first,
              "main 1",
              () -> {
                run(first, "main 1");
                run(second, "main latest");
              });
      assertThat(result).isEqualTo("done before");
      assertThat(current()).isEqualTo("0003");
    }
  }

  @Test
  void a_late_process_without_a_job_does_not_undo_a_later_turn_either() {
    RolloutContext first =
        new RolloutContext(new Rollout.Generation("shop", "aaa"), Turn.parse("1/2"));
    RolloutContext second = new RolloutContext(first.rollout(), Turn.parse("2/2"));
    String result =
        whileItWaits(
            first,
            "main 1",
            () -> {
              run(first, "main 1");
              run(second, "main latest");
            });
    assertThat(result).isEqualTo("done before");
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void a_turn_in_the_middle_that_another_pod_has_done_is_not_done_after_a_later_one() {
    run(generation("aaa", "1/3", "a1"), "main 1");
    String result =
        whileItWaits(
            generation("aaa", "2/3", "a2"),
            "main 2",
            () -> {
              run(generation("aaa", "2/3", "a2"), "main 2");
              run(generation("aaa", "3/3", "a3"), "main 3");
            });
    assertThat(result).isEqualTo("done before");
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void a_rollout_that_has_begun_meanwhile_supersedes_it() {
    String result =
        whileItWaits(
            generation("aaa", "1/2", "a1"),
            "main 1",
            () -> run(generation("bbb", "1/1", "b1"), "main latest"));
    assertThat(result).isEqualTo("superseded");
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void a_second_turn_does_not_begin_a_rollout_if_it_is_superseded_meanwhile() {
    run(generation("aaa", "1/2", "a1"), "main 1");
    String result =
        whileItWaits(
            generation("aaa", "2/2", "a2"),
            "main 2",
            () -> run(generation("bbb", "1/1", "b1"), "main latest"));
    assertThat(result).isEqualTo("superseded");
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void a_turn_goes_back_to_waiting_if_the_one_before_is_run_again_and_does_not_succeed()
      throws SQLException {
    run(generation("aaa", "1/2", "a1"), "main 1");
    try (Connection holder = hold()) {
      int[] pauses = {0};
      ManualClock clock =
          new ManualClock(
              () -> {
                if (pauses[0]++ == 0) {
                  // Another pod of the first Job died in its run.
                  turnOneRunsAgain("died");
                  release(holder);
                } else {
                  assertThat(locks()).as("it waits without the lock").isZero();
                  run(generation("aaa", "1/2", "a1"), "main 1");
                }
              });
      database.lockstep(folder, clock).migrate(in(generation("aaa", "2/2", "a2"), "main 2"));
      assertThat(pauses[0]).isEqualTo(2);
    }
    assertThat(
            database
                .jdbc()
                .sql("select turn || ' ' || result from lockstep.run where turns = 2 order by id")
                .query(String.class)
                .list())
        .containsExactly("1 done", "1 died", "1 done", "2 done");
  }

  @Test
  void a_turn_ends_if_the_one_before_has_failed_for_good_meanwhile() {
    run(generation("aaa", "1/2", "a1"), "main 1");
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () ->
                        whileItWaits(
                            generation("aaa", "2/2", "a2"),
                            "main 2",
                            () ->
                                problem(
                                    ExitCode.USAGE,
                                    () -> run(generation("aaa", "1/2", "a1"), "main 9"))))
                .text())
        .contains("turn 1 (main 9) ended with 2");
    assertThat(current()).isEqualTo("0001");
    assertThat(locks()).isZero();
  }

  /** Runs it, and this while somebody else holds the lock that it waits for, in its turn. */
  private String whileItWaits(RolloutContext rolloutContext, String target, Runnable others) {
    try (Connection holder = hold()) {
      ManualClock clock =
          new ManualClock(
              () -> {
                release(holder);
                others.run();
              });
      return database
          .lockstep(folder, clock)
          .migrate(in(rolloutContext, target))
          .result()
          .toString();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a run that holds the lock; {@code lockstep} in ASCII is the key. */
  private Connection hold() throws SQLException {
    Connection connection = database.connect();
    execute(connection, "select pg_advisory_lock(x'6C6F636B73746570'::bigint)");
    return connection;
  }

  private static void release(Connection connection) {
    execute(connection, "select pg_advisory_unlock(x'6C6F636B73746570'::bigint)");
  }

  private static void execute(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private int locks() {
    return database
        .jdbc()
        .sql(
            """
            select count(*)
              from pg_locks
             where locktype = 'advisory'
               and database = (select oid from pg_database where datname = current_database())
            """)
        .query(Integer.class)
        .single();
  }

  private void turnOneRunsAgain(String result) {
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.run (schema_name, app, target, release, generation, rollout, turn, turns, holder, result, ended_at)
            select schema_name, app, target, release, generation, rollout, turn, turns, holder, :result, clock_timestamp()
              from lockstep.run
             order by id desc
             limit 1
            """)
        .param("result", result)
        .update();
  }

  private void run(RolloutContext rolloutContext, String target) {
    database.lockstep(folder).migrate(in(rolloutContext, target));
  }

  private static RolloutContext generation(String id, String turn, String job) {
    return new RolloutContext(
        new Rollout.Generation("shop", id), Turn.parse(turn), Optional.of(job), Optional.of(id));
  }

  private static RolloutContext revision(long number, String turn, String job) {
    return new RolloutContext(
        new Rollout.Revision("web", number), Turn.parse(turn), Optional.of(job), Optional.empty());
  }

  private String current() {
    return database.lockstep(folder).list().apps().get(0).current();
  }
}
