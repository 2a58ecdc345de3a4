package io.lockstep.functions.metrics;

import io.lockstep.audit.VerificationEntry;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * What a verification has found, as gauges.
 *
 * @param prefix what their names begin with
 * @param when what the time is of
 * @param labels whose they are
 */
record VerificationGauges(String prefix, String when, Labels labels) {
  void addTo(Gauges gauges, VerificationEntry found) {
    gauges.add(prefix + "last_verification_timestamp_seconds", when, found.at(), labels);
    gauges.add(
        prefix + "last_verification_findings",
        "How many things it found wrong with the history, or left behind in the schema.",
        found.findings(),
        labels);
    gauges.add(
        prefix + "last_verification_differences",
        "How many objects were not as the last run had recorded them.",
        found.differences(),
        labels);
  }
}
