package io.lockstep.functions.metrics;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.functions.snapshot.Snapshots;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What the database says of itself, and nothing of this process, in Prometheus' text format 0.0.4.
 * It is made when it is asked for: nothing is counted or kept in between.
 */
public final class Metrics {
  private final Snapshots snapshots;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  /** Looks through these, as the page does. */
  public Metrics(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /** As it is now. A database that can't be read is a metric too, and no error. */
  public String text() {
    Gauges gauges = new Gauges();
    try {
      Snapshot now = snapshots.now();
      up(gauges, true);
      new StateGauges(now).addTo(gauges);
    } catch (Problem problem) {
      if (problem.exit() != Exit.UNREACHABLE) {
        throw problem;
      }
      up(gauges, false);
    }
    return written(gauges.snapshots());
  }

  private static void up(Gauges gauges, boolean up) {
    gauges.add("lockstep_database_up", "Whether the database can be read.", up);
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
