package io.lockstep.verify;

import io.lockstep.fingerprint.Fingerprint;
import java.util.ArrayList;
import java.util.List;

/** Looks for what half-done work has left behind. */
final class SchemaCheck {
  private SchemaCheck() {}

  /** INVALID indexes, and constraints that are NOT VALID, one each. */
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
