package io.lockstep.functions.metrics;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.listing.Listing.AppListing;
import io.lockstep.listing.MigrationState;
import io.lockstep.targets.AppName;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** The state of the database as gauges. Times and ages are by the database's clock. */
final class StateGauges {
  private final Snapshot now;

  StateGauges(Snapshot now) {
    this.now = now;
  }

  void addTo(Gauges gauges) {
    now.listing().apps().forEach(app -> app(gauges, app));
    now.lastRun().ifPresent(run -> run(gauges, run));
    lock(gauges);
    now.verification()
        .ifPresent(
            found ->
                new VerificationGauges(
                        "lockstep_",
                        "When verify --record last looked at the database.",
                        Labels.EMPTY)
                    .addTo(gauges, found));
  }

  private void app(Gauges gauges, AppListing app) {
    gauges.add(
        "lockstep_app_version",
        "The version that an app is at; always 1.",
        1,
        Labels.of("app", app.name(), "version", app.current()));
    Labels labels = Labels.of("app", app.name());
    gauges.add(
        "lockstep_migrations_applied",
        "Migrations in the database, those that are unknown or changed included.",
        count(app, MigrationState::isInDatabase),
        labels);
    gauges.add(
        "lockstep_migrations_pending",
        "Migrations in the image that are not in the database, or were taken back; none that wait.",
        count(app, state -> !state.isInDatabase() && state != MigrationState.WAITING),
        labels);
    gauges.add(
        "lockstep_contract_pending",
        "Contract steps that wait until old pods are gone.",
        count(app, MigrationState.WAITING::equals),
        labels);
    gauges.add(
        "lockstep_migrations_unknown",
        "Migrations in the database that the image does not have.",
        count(app, MigrationState.UNKNOWN::equals),
        labels);
    gauges.add(
        "lockstep_migrations_changed",
        "Migrations whose file is no longer what was applied.",
        count(app, MigrationState.CHANGED::equals),
        labels);
    gauges.add(
        "lockstep_migrations_unfinished",
        "Steps without a transaction that did not end well.",
        unfinished(new AppName(app.name())),
        labels);
  }

  private static int count(AppListing app, Predicate<MigrationState> wanted) {
    return Math.toIntExact(app.migrations().stream().filter(m -> wanted.test(m.state())).count());
  }

  /** The step of a run under way does not count. */
  private int unfinished(AppName app) {
    return Optional.ofNullable(now.unfinished().get(app))
            .filter(step -> now.running().isEmpty())
            .filter(step -> !step.isOutOfDate(now.history(app)))
            .isPresent()
        ? 1
        : 0;
  }

  /** A run under way has no success yet, neither 0 nor 1. */
  private void run(Gauges gauges, RunEntry run) {
    Instant time = run.endedAt().orElse(run.startedAt());
    gauges.add(
        "lockstep_last_run_timestamp_seconds",
        "When the last run ended, or began if it is under way.",
        time);
    gauges.add(
        "lockstep_last_run_age_seconds",
        "How long ago the last run ended, or began if it is under way.",
        Duration.between(time, now.at()));
    gauges.add(
        "lockstep_last_run_result",
        "How the last run ended: done, refused, failed, stopped or died; or running. Always 1.",
        1,
        Labels.of("result", run.result().toString()));
    if (!run.running()) {
      gauges.add(
          "lockstep_last_run_success",
          "Whether the last run reached its target.",
          run.result() == RunState.DONE);
    }
  }

  private void lock(Gauges gauges) {
    gauges.add("lockstep_lock_held", "Whether a run holds the lock.", now.lock().isPresent());
    gauges.add(
        "lockstep_lock_held_seconds",
        "For how long a run has held the lock; 0 while none does.",
        now.lock().map(lock -> Duration.between(lock.since(), now.at())).orElse(Duration.ZERO));
  }
}
