package io.lockstep.rollout;

import static io.lockstep.Asking.in;

import io.lockstep.CancellableClock;
import io.lockstep.ManualClock;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs of rollouts of one release, with three migrations of one app. */
abstract class ShopRollouts {
  static final Duration AGO = Duration.ofMinutes(1);
  @TempDir Path folder;
  final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(folder).threeTables();
  }

  static RolloutContext revision(long number) {
    return new RolloutContext(new Rollout.Revision("shop", number), Optional.empty());
  }

  static RolloutContext turn(long revision, String turn) {
    return new RolloutContext(new Rollout.Revision("shop", revision), Turn.parse(turn));
  }

  static RolloutContext generation(String id, String turn) {
    return new RolloutContext(new Rollout.Generation("shop", id), Turn.parse(turn));
  }

  static RolloutContext job(long revision, String turn, String uid) {
    return new RolloutContext(
        new Rollout.Revision("shop", revision),
        Turn.parse(turn),
        Optional.of(uid),
        Optional.empty());
  }

  /** As the chart places a Job's pod whose container was started while the release was at it. */
  static RolloutContext pod(String generation, String turn, String uid) {
    return new RolloutContext(
        new Rollout.Generation("shop", generation),
        Turn.parse(turn),
        Optional.of(uid),
        Optional.of(generation));
  }

  String run(RolloutContext rolloutContext, String target) {
    return migrate(new ProcessClock(() -> Duration.ZERO), in(rolloutContext, target))
        .result()
        .toString();
  }

  /** A run as of one database; it may be as of one of many. */
  RunReport migrate(CancellableClock clock, MigrateRequest request) {
    return database.lockstep(folder, clock).migrate(request);
  }

  /** In a process that was started this long ago, and reaches the database only now. */
  String runLate(Duration ago, RolloutContext rolloutContext, String target) {
    return migrate(new ProcessClock(() -> ago), in(rolloutContext, target)).result().toString();
  }

  /** Two turns whose processes come in the wrong order. */
  void runReversed(RolloutContext first, String target, RolloutContext second, String then) {
    ManualClock clock = new ManualClock(() -> run(first, target));
    database.lockstep(folder, clock).migrate(in(second, then));
  }

  List<String> runs() {
    return database
        .jdbc()
        .sql("select target from lockstep.run order by id")
        .query(String.class)
        .list();
  }

  long rollouts() {
    return database.jdbc().sql("select rollout from lockstep.release").query(Long.class).single();
  }

  String current() {
    return database.lockstep(folder).list().apps().get(0).current();
  }
}
