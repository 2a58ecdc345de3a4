package io.lockstep.adopt;

import io.lockstep.rehearse.RehearsedSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The expected content of a schema.
 *
 * @param rehearsed empty if it could not be found out
 * @param notes migrations that were not on disk or could not be rehearsed, one line each
 */
record ExpectedSchema(Optional<RehearsedSchema> rehearsed, List<String> notes) {
  /** Compares a schema with the expected one; there are no differences if none is known. */
  SchemaComparison compare(AdoptionSnapshot snapshot) {
    return rehearsed
        .map(expected -> SchemaComparison.of(expected, snapshot))
        .orElse(SchemaComparison.NONE);
  }

  /** The notes on this comparison for people. */
  List<String> notes(AdoptionSnapshot snapshot) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(compare(snapshot).notes());
    rehearsed
        .filter(expected -> expected.server() != snapshot.server())
        .filter(expected -> !compare(snapshot).differences().isEmpty())
        .ifPresent(
            expected ->
                all.add(
                    "the migrations were tried on PostgreSQL "
                        + expected.server()
                        + ", and the database is on "
                        + snapshot.server()
                        + ", which may say the same in other words: --server compares like with"
                        + " like"));
    return all;
  }
}
