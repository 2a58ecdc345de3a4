package io.lockstep.functions.page;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.audit.VerificationEntry;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.LockHolder;
import io.lockstep.functions.snapshot.Server;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.listing.Listing;
import io.lockstep.listing.Listing.AppListing;
import io.lockstep.listing.MigrationListing;
import io.lockstep.listing.MigrationState;
import io.lockstep.listing.UndoPlace;
import io.lockstep.progress.StatementProgress;
import io.lockstep.targets.Target;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Things to render, without a database. */
public final class Sample {
  static final Instant TIME = Instant.parse("2026-03-04T05:06:07.890Z");

  private Sample() {}

  public static Deployment deployment(String... targets) {
    return new Deployment(
        Optional.of("1.4.2"),
        Optional.of("0.1.0"),
        "./chart",
        Optional.empty(),
        Optional.of("shop"),
        Optional.of("lockstep"),
        Optional.of("shop/lockstep"),
        Optional.of("7"),
        Optional.of("lockstep-functions-7f9c"),
        Optional.of("node-1"),
        Optional.of("7-1a2b3c4d"),
        Optional.of("7-1a2b3c4d"),
        Arrays.stream(targets).map(Target::parse).toList());
  }

  public static Deployment outsideKubernetes() {
    return Deployment.of(name -> Optional.empty());
  }

  static MigrationListing applied(String version, String description) {
    return new MigrationListing(
        Optional.of(version),
        description,
        MigrationState.APPLIED,
        Optional.of(TIME),
        Optional.of(12),
        Optional.of("postgres"),
        UndoPlace.STORED);
  }

  static MigrationListing pending(String version, String description) {
    return new MigrationListing(
        Optional.of(version),
        description,
        MigrationState.PENDING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        UndoPlace.FILE);
  }

  static MigrationListing with(MigrationListing migration, MigrationState state, UndoPlace undo) {
    return new MigrationListing(
        migration.version(),
        migration.description(),
        state,
        migration.installedOn(),
        migration.executionMillis(),
        migration.installedBy(),
        undo);
  }

  static MigrationListing repeatable(String description) {
    return new MigrationListing(
        Optional.empty(),
        description,
        MigrationState.APPLIED,
        Optional.of(TIME),
        Optional.of(3),
        Optional.of("postgres"),
        UndoPlace.NONE);
  }

  static Snapshot snapshot(String current, MigrationListing... migrations) {
    return snapshot(Optional.empty(), Optional.empty(), current, migrations);
  }

  static Snapshot snapshot(
      Optional<RunEntry> run,
      Optional<LockHolder> lock,
      String current,
      MigrationListing... migrations) {
    String latest =
        Arrays.stream(migrations)
            .flatMap(migration -> migration.version().stream())
            .reduce("zero", (one, other) -> other);
    return snapshot(
        run,
        lock,
        new AppListing("main", current, latest, List.of(migrations), "required", List.of()));
  }

  static Snapshot snapshot(AppListing app) {
    return snapshot(Optional.empty(), Optional.empty(), app);
  }

  private static Snapshot snapshot(
      Optional<RunEntry> run, Optional<LockHolder> lock, AppListing app) {
    return new Snapshot(
        TIME.plusSeconds(20),
        new Server("questions", "17.11"),
        Map.of(),
        Map.of(),
        new Listing(List.of(app)),
        lock,
        run,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  static Snapshot with(
      Snapshot now,
      Optional<StatementProgress> progress,
      Optional<VerificationEntry> verification) {
    return new Snapshot(
        now.at(),
        now.server(),
        now.histories(),
        now.unfinished(),
        now.listing(),
        now.lock(),
        now.lastRun(),
        progress,
        now.batch(),
        verification,
        now.contractWaits(),
        now.heldBack());
  }

  static Snapshot manyApplied(int number) {
    MigrationListing[] all =
        IntStream.rangeClosed(1, number)
            .mapToObj(
                i -> applied("%04d".formatted(i), "add the column number " + i + " to orders"))
            .toArray(MigrationListing[]::new);
    return snapshot("%04d".formatted(number), all);
  }

  static RunEntry run(RunState result, Optional<String> reason) {
    boolean running = result == RunState.RUNNING;
    return new RunEntry(
        5,
        Optional.of("main"),
        "main latest",
        Optional.of("0001"),
        result == RunState.DONE ? Optional.of("0007") : Optional.empty(),
        Optional.of("lockstep"),
        Optional.of(7L),
        Optional.empty(),
        "lockstep-migrate-7-x2vq",
        "postgres",
        TIME,
        running ? Optional.empty() : Optional.of(TIME.plusMillis(61_000)),
        result,
        running ? Optional.empty() : Optional.of(result == RunState.DONE ? 0 : 4),
        reason,
        7,
        3,
        Optional.of("V0003__x.sql"),
        Optional.of(TIME.plusSeconds(5)));
  }

  static Optional<LockHolder> held() {
    return Optional.of(new LockHolder("lockstep-migrate-7-x2vq", TIME));
  }
}
