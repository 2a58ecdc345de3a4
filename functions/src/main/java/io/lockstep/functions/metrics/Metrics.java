package io.lockstep.functions.metrics;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.functions.snapshot.Snapshots;
import io.lockstep.functions.tenants.TenantStates;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The state of the database, and nothing about this process, in Prometheus' text format 0.0.4. It
 * is read for each request: nothing is counted or kept in between.
 */
public final class Metrics {
  private final Snapshots snapshots;
  private final Optional<Supplier<TenantStates>> tenants;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  /**
   * Looks through these, as the page does.
   *
   * @param tenants that get the migrations in place of the own database, if there are any
   */
  public Metrics(Snapshots snapshots, Optional<Supplier<TenantStates>> tenants) {
    this.snapshots = snapshots;
    this.tenants = tenants;
  }

  /** As it is now. A database that can't be read is a metric too, and no error. */
  public String text() {
    Gauges gauges = new Gauges();
    Optional<Snapshot> own = own();
    gauges.add("lockstep_database_up", "Whether the database can be read.", own.isPresent());
    tenants.ifPresentOrElse(
        states -> new TenantGauges(states.get()).addTo(gauges),
        () -> own.ifPresent(now -> new StateGauges(now).addTo(gauges)));
    return written(gauges.snapshots());
  }

  private Optional<Snapshot> own() {
    try {
      return Optional.of(snapshots.now());
    } catch (LockstepException problem) {
      if (problem.exit() != ExitCode.UNREACHABLE) {
        throw problem;
      }
      return Optional.empty();
    }
  }

  private String written(MetricSnapshots metrics) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, metrics, EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not to memory
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
