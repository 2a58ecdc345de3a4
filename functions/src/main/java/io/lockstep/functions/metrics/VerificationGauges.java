package io.lockstep.functions.metrics;

import io.lockstep.audit.VerificationEntry;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * The result of a verification, as gauges.
 *
 * @param prefix of their names
 * @param when the help text of the time
 * @param labels of all of them
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
