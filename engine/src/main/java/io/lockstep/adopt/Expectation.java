package io.lockstep.adopt;

import io.lockstep.rehearse.RehearsedSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a schema should be.
 *
 * @param rehearsed empty if that could not be found out
 * @param notes what was not on disk or could not be rehearsed, one line each
 */
record Expectation(Optional<RehearsedSchema> rehearsed, List<String> notes) {
  /** Holds a schema against it; against nothing there are no differences. */
  SchemaComparison compare(Sight sight) {
    return rehearsed
        .map(expected -> SchemaComparison.of(expected, sight))
        .orElse(SchemaComparison.NONE);
  }

  /** What a person should know of this comparison. */
  List<String> notes(Sight sight) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(compare(sight).notes());
    rehearsed
        .filter(expected -> expected.server() != sight.server())
        .filter(expected -> !compare(sight).differences().isEmpty())
        .ifPresent(
            expected ->
                all.add(
                    "the migrations were tried on PostgreSQL "
                        + expected.server()
                        + ", and the database is on "
                        + sight.server()
                        + ", which may say the same in other words: --server compares like with"
                        + " like"));
    return all;
  }
}
