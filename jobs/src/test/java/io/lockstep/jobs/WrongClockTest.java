package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose clock is an hour off; libfaketime (Debian: faketime) sets it. */
class WrongClockTest {
  /** So long that a busy machine extends it in time, too; an hour more or less is longer yet. */
  private static final String LEASE = "--lease=6s";

  /** A clock that is right, or a log line that is some minutes old, is not off by so much. */
  private static final long HALF_AN_HOUR = 1800;

  private final TestDatabase database = TestDatabase.create();
  private final Gate gate = new Gate(database.jdbc());
  @TempDir private Path db;

  @ParameterizedTest
  @ValueSource(strings = {"+3600", "-3600"})
  void a_waiter_with_a_wrong_clock_does_not_steal_a_live_lease(String seconds) throws IOException {
    LockstepProcess.Launch launch = launch();
    LockstepProcess.Launch wrong = wrong(launch, seconds);
    try (LockstepProcess holder = launch.start("migrate", "main latest", LEASE)) {
      gate.awaitSomebody();
      try (LockstepProcess thief = wrong.start("migrate", "main zero", "--lock-wait", "1s")) {
        thief.exitsWith(ExitCode.LOCK_NOT_OBTAINED.code());
        assertClockIsWrong(thief, seconds);
        assertThat(thief.err()).doesNotContain("frozen", "taking over");
      }
      gate.open();
      holder.exitsWith(0);
    }
    wrong.run("migrate", "main zero").exitsWith(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+3600", "-3600"})
  void a_holder_with_a_wrong_clock_keeps_its_lease_and_leaves_none_behind(String seconds)
      throws IOException {
    LockstepProcess.Launch launch = launch();
    LockstepProcess.Launch wrong = wrong(launch, seconds);
    try (LockstepProcess holder = wrong.start("migrate", "main latest", LEASE)) {
      gate.awaitSomebody();
      Sessions.awaitExtendedLease(database.jdbc());
      launch
          .run("migrate", "main zero", "--lock-wait", "1s")
          .exitsWith(ExitCode.LOCK_NOT_OBTAINED.code());
      gate.open();
      holder.exitsWith(0);
      assertClockIsWrong(holder, seconds);
    }
    LockstepProcess next = launch.run("migrate", "main zero").exitsWith(0);
    assertThat(next.lockWait()).isLessThan(Sessions.LONG_BEFORE_A_LEASE_ENDS);
  }

  @Test
  void the_lease_of_a_frozen_holder_whose_clock_is_fast_runs_out_in_time() throws IOException {
    LockstepProcess.Launch launch = launch();
    try (LockstepProcess frozen =
        wrong(launch, "+3600").start("migrate", "main latest", "--lease", "2s")) {
      gate.awaitSomebody();
      frozen.freeze();
      LockstepProcess next = launch.run("migrate", "main zero").exitsWith(0);
      assertThat(next.lockWait()).isLessThan(Sessions.LONG_BEFORE_A_LEASE_ENDS);
      frozen.thaw();
      frozen.exitsWith(ExitCode.LOCK_NOT_OBTAINED.code());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"+3600", "-3600"})
  void a_late_rollout_is_late_whatever_its_clock_says(String seconds) throws IOException {
    LockstepProcess.Launch launch = launch();
    gate.open();
    String later = database.name() + "_later";
    try (LockstepProcess older =
        wrong(launch, seconds)
            .with("POSTGRES_DB", later)
            .start("migrate", "main zero", "--rollout", "r@x")) {
      older.says("waiting for the database");
      launch.run("migrate", "main latest", "--rollout", "r@y").exitsWith(0);
      TestDatabase.create()
          .jdbc()
          .sql("alter database " + database.name() + " rename to " + later)
          .update();
      assertThat(older.exitsWith(0).err()).contains("superseded");
      assertClockIsWrong(older, seconds);
    }
    LockstepProcess newer =
        wrong(launch.with("POSTGRES_DB", later), seconds)
            .run("migrate", "main zero", "--rollout", "r@z")
            .exitsWith(0);
    assertThat(newer.err()).contains("main is at zero").doesNotContain("superseded");
  }

  private LockstepProcess.Launch launch() {
    MigrationFolder folder = new MigrationFolder(db);
    folder.file("main/V1__slow.sql", "create table slow (id int);\n" + Gate.SCRIPT);
    folder.file("main/U1__slow.sql", "drop table slow;\n");
    return LockstepProcess.Launch.on(database, db);
  }

  private static LockstepProcess.Launch wrong(LockstepProcess.Launch launch, String seconds)
      throws IOException {
    Optional<Path> library = library();
    if (library.isEmpty()) {
      System.out.println(
          "skipped: libfaketime is not installed (Debian: apt-get install faketime)");
    }
    assumeThat(library).as("libfaketime").isPresent();
    return launch
        .with("LD_PRELOAD", library.orElseThrow().toString())
        .with("FAKETIME", seconds)
        .with("DONT_FAKE_MONOTONIC", "1")
        .with("FAKETIME_FORCE_MONOTONIC_FIX", "0"); // else a JVM's waits take ten times as long
  }

  private static Optional<Path> library() throws IOException {
    for (Path folder : List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"))) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.find(folder, 4, (f, a) -> isLibrary(f))) {
          Optional<Path> found = files.findFirst();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isLibrary(Path file) {
    return FileSystems.getDefault()
        .getPathMatcher("glob:**/faketime/libfaketimeMT.so.1")
        .matches(file);
  }

  /** By its log lines: else the test would pass by a library that does nothing. */
  private static void assertClockIsWrong(LockstepProcess process, String seconds) {
    Instant said = Instant.parse(process.err().substring(0, process.err().indexOf(' ')));
    long off = Duration.between(Instant.now(), said).toSeconds();
    assertThat(off)
        .isBetween(Long.parseLong(seconds) - HALF_AN_HOUR, Long.parseLong(seconds) + HALF_AN_HOUR);
  }
}
