package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM, which Kubernetes sends before it kills. */
class TerminatedProcessTest {
  private static final int TERMINATED = ExitCode.TERMINATED.code();
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder folder;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void migrations(@TempDir Path db) {
    folder = new MigrationFolder(db).threeTables();
    launch = LockstepProcess.Launch.on(database, db);
  }

  @Test
  void the_step_under_way_commits_and_the_next_is_not_begun() {
    Gate gate = new Gate(database.jdbc());
    folder.file("main/V0001__a.sql", "create table a (id int);\n" + Gate.SCRIPT);
    try (LockstepProcess process = launch.start("migrate", "main latest", "--json")) {
      gate.awaitSomebody();
      process.terminate();
      gate.open();
      process.exitsWith(TERMINATED);
      assertThat(process.err())
          .contains("step 1 of 3: done", "asked to end (SIGTERM)")
          .doesNotContain("step 2 of 3", "\tat ");
    }
    assertThat(database.fingerprint()).contains("relation a ").doesNotContain("relation b ");
    assertThat(
            database
                .jdbc()
                .sql("select result || exit_code from lockstep.run")
                .query(String.class)
                .list())
        .containsExactly("stopped143");
    LockstepProcess next = launch.run("migrate", "main latest").exitsWith(0);
    assertThat(next.lockWait()).isLessThan(AT_ONCE);
    assertThat(next.err()).doesNotContain("taking over");
  }

  @Test
  void one_that_is_interrupted_says_so_and_ends_like_one() {
    Gate gate = new Gate(database.jdbc());
    folder.file("main/V0001__a.sql", "create table a (id int);\n" + Gate.SCRIPT);
    try (LockstepProcess process = launch.of(hearingInterrupts()).start("migrate", "main latest")) {
      gate.awaitSomebody();
      process.interrupt();
      gate.open();
      process.exitsWith(128 + 2);
      assertThat(process.err())
          .contains("step 1 of 3: done", "asked to end (SIGINT)")
          .doesNotContain("step 2 of 3", "SIGTERM");
    }
    assertThat(
            database
                .jdbc()
                .sql("select result || ' ' || reason from lockstep.run")
                .query(String.class)
                .single())
        .contains("stopped asked to end (SIGINT)");
  }

  /** A shell's command in the background ignores interrupts, and its children inherit that. */
  private static List<String> hearingInterrupts() {
    return Stream.concat(Stream.of("env", "--default-signal=INT"), ProgramCommand.COMMAND.stream())
        .toList();
  }

  @Test
  void a_wait_for_the_lock_ends_at_once() {
    Gate gate = new Gate(database.jdbc());
    folder.file("main/V0001__a.sql", "create table a (id int);\n" + Gate.SCRIPT);
    try (LockstepProcess holder = launch.start("migrate", "main 1")) {
      gate.awaitSomebody();
      try (LockstepProcess waiter = launch.start("migrate", "main latest")) {
        waiter.says("waiting for the lock");
        endsAtOnce(waiter);
      }
      gate.open();
      holder.exitsWith(0);
    }
    assertThat(ThirtySet.count(database.jdbc(), "select count(*) from lockstep.run")).isEqualTo(1);
  }

  @Test
  void a_wait_for_the_turn_ends_at_once() {
    try (LockstepProcess waiter =
        launch.start("migrate", "main latest", "--rollout", "r@1", "--turn", "2/2")) {
      waiter.says("waiting for turn 1");
      endsAtOnce(waiter);
    }
  }

  @Test
  void a_wait_for_the_database_ends_at_once() {
    try (LockstepProcess waiter =
        launch.with("POSTGRES_PORT", "1").start("migrate", "main latest")) {
      waiter.says("waiting for the database");
      endsAtOnce(waiter);
    }
  }

  private static void endsAtOnce(LockstepProcess waiter) {
    long asked = System.nanoTime();
    waiter.terminate();
    waiter.exitsWith(TERMINATED);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(AT_ONCE);
    assertThat(waiter.err()).doesNotContain("\tat ");
  }
}
