package io.lockstep.adopt;

import io.lockstep.fingerprint.Drift;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.rehearse.RehearsedSchema;
import java.util.List;

/**
 * How a schema differs from what its migrations make.
 *
 * @param differences one object each: {@code +} only in the database, {@code -} only made by the
 *     migrations, {@code ~} made otherwise
 * @param notes what differs and is no reason to refuse, one each
 * @param repeatables whether the schema has what the repeatables make
 */
record SchemaComparison(List<String> differences, List<String> notes, boolean repeatables) {
  /** Nothing to say. */
  static final SchemaComparison NONE = new SchemaComparison(List.of(), List.of(), false);

  /** Repeatables count if that explains more of the schema: most tools know none. */
  static SchemaComparison of(RehearsedSchema expected, Sight sight) {
    Drift without = drift(expected.versions(), sight);
    if (without.differences().isEmpty()) {
      return of(without, false);
    }
    return expected
        .repeatables()
        .map(fingerprint -> drift(fingerprint, sight))
        .filter(with -> with.differences().size() < without.differences().size())
        .map(with -> of(with, true))
        .orElse(of(without, false));
  }

  private static SchemaComparison of(Drift drift, boolean repeatables) {
    return new SchemaComparison(drift.differences(), drift.notes(), repeatables);
  }

  private static Drift drift(Fingerprint expected, Sight sight) {
    return Drift.between(
        sight.tools().without(sight.scope().of(expected)), sight.tools().without(sight.schema()));
  }
}
