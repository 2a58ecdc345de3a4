package io.lockstep.verify;

import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.recorded.RecordedFingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What interrupted work has left in a schema.
 *
 * @param findings one for each INVALID index, and for each constraint that has become NOT VALID
 * @param notes one for each constraint that was NOT VALID when the last run ended, or of which that
 *     is not known: mostly its migration says so, because validating it would read the whole table
 */
record SchemaCheck(List<String> findings, List<String> notes) {
  static SchemaCheck of(Fingerprint now, Optional<RecordedFingerprint> recorded) {
    List<String> findings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    now.objects()
        .forEach(
            (object, definition) -> {
              if (object.startsWith("index ") && definition.lines().anyMatch("INVALID"::equals)) {
                findings.add(object + " is INVALID");
              }
              if (object.startsWith("constraint ")
                  && definition.lines().anyMatch(line -> line.endsWith(" NOT VALID"))) {
                boolean isNew =
                    recorded
                        .map(r -> r.fingerprint().objects().get(object))
                        .filter(definition::equals)
                        .isEmpty();
                (recorded.isPresent() && isNew ? findings : notes).add(object + " is NOT VALID");
              }
            });
    return new SchemaCheck(findings, notes);
  }
}
