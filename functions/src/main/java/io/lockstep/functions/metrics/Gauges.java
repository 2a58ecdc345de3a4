package io.lockstep.functions.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects gauges by name; of each there may be several, with different labels. */
final class Gauges {
  private final Map<String, GaugeSnapshot.Builder> byName = new LinkedHashMap<>();

  void add(String name, String help, boolean value) {
    add(name, help, value, Labels.EMPTY);
  }

  void add(String name, String help, boolean value, Labels labels) {
    add(name, help, value ? 1 : 0, labels);
  }

  void add(String name, String help, Instant time) {
    add(name, help, time, Labels.EMPTY);
  }

  void add(String name, String help, Instant time, Labels labels) {
    add(name, help, time.toEpochMilli() / 1000.0, labels);
  }

  void add(String name, String help, Duration time) {
    add(name, help, Math.max(0, time.toMillis()) / 1000.0, Labels.EMPTY);
  }

  void add(String name, String help, double value, Labels labels) {
    byName
        .computeIfAbsent(name, n -> GaugeSnapshot.builder().name(n).help(help))
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).labels(labels).build());
  }

  MetricSnapshots snapshots() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    byName.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
    return all.build();
  }
}
