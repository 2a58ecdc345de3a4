package io.lockstep.adopt;

import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.FingerprintDifference;
import io.lockstep.rehearse.RehearsedSchema;
import java.util.List;

/**
 * How a schema differs from what its migrations make.
 *
 * @param differences one object each: {@code +} only in the database, {@code -} only made by the
 *     migrations, {@code ~} made otherwise
 * @param repeatables whether the schema has what the repeatables make
 */
record SchemaComparison(List<String> differences, boolean repeatables) {
  /** Nothing to say. */
  static final SchemaComparison NONE = new SchemaComparison(List.of(), false);

  /** Repeatables count if that explains more of the schema: most tools know none. */
  static SchemaComparison of(RehearsedSchema expected, Sight sight) {
    List<String> without = differences(expected.versions(), sight);
    if (without.isEmpty()) {
      return new SchemaComparison(without, false);
    }
    return expected
        .repeatables()
        .map(fingerprint -> differences(fingerprint, sight))
        .filter(with -> with.size() < without.size())
        .map(with -> new SchemaComparison(with, true))
        .orElse(new SchemaComparison(without, false));
  }

  private static List<String> differences(Fingerprint expected, Sight sight) {
    return FingerprintDifference.between(
            sight.tools().without(expected), sight.tools().without(sight.schema()))
        .lines();
  }
}
