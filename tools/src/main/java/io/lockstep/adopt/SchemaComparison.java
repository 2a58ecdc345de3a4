package io.lockstep.adopt;

import io.lockstep.fingerprint.Drift;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.othertools.Tool;
import io.lockstep.rehearse.RehearsedSchema;
import java.util.List;

/**
 * The difference between a schema and the result of its migrations.
 *
 * @param differences one object each: {@code +} only in the database, {@code -} only made by the
 *     migrations, {@code ~} made in another way
 * @param notes differences that are no reason to refuse, one each
 * @param repeatables true if the schema has the repeatables' objects
 */
record SchemaComparison(List<String> differences, List<String> notes, boolean repeatables) {
  /** No difference. */
  static final SchemaComparison NONE = new SchemaComparison(List.of(), List.of(), false);

  /** Repeatables count if more of the schema is explained with them: most tools have none. */
  static SchemaComparison of(RehearsedSchema expected, AdoptionSnapshot snapshot) {
    Drift without = drift(expected.versions(), snapshot);
    if (without.differences().isEmpty()) {
      return of(without, false);
    }
    return expected
        .repeatables()
        .map(fingerprint -> drift(fingerprint, snapshot))
        .filter(with -> with.differences().size() < without.differences().size())
        .map(with -> of(with, true))
        .orElse(of(without, false));
  }

  private static SchemaComparison of(Drift drift, boolean repeatables) {
    return new SchemaComparison(drift.differences(), drift.notes(), repeatables);
  }

  private static Drift drift(Fingerprint expected, AdoptionSnapshot snapshot) {
    Fingerprint made = snapshot.tools().without(snapshot.scope().of(expected));
    Fingerprint there = snapshot.tools().without(snapshot.schema());
    return snapshot.table().filter(table -> table.tool() == Tool.LIQUIBASE).isPresent()
        ? Drift.withoutComments(made, there) // which it strips, unless a change set forbids it
        : Drift.between(made, there);
  }
}
