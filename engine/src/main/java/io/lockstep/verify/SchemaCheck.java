package io.lockstep.verify;

import io.lockstep.fingerprint.Fingerprint;
import java.util.ArrayList;
import java.util.List;

/** Finds what interrupted work has left in a schema. */
final class SchemaCheck {
  private SchemaCheck() {}

  /** One finding for each INVALID index and each NOT VALID constraint. */
  static List<String> findings(Fingerprint now) {
    List<String> findings = new ArrayList<>();
    now.objects()
        .forEach(
            (object, definition) -> {
              if (object.startsWith("index ") && definition.lines().anyMatch("INVALID"::equals)) {
                findings.add(object + " is INVALID");
              }
              if (object.startsWith("constraint ")
                  && definition.lines().anyMatch(line -> line.endsWith(" NOT VALID"))) {
                findings.add(object + " is NOT VALID");
              }
            });
    return findings;
  }
}
