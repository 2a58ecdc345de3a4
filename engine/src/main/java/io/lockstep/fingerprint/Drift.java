package io.lockstep.fingerprint;

import java.util.List;

/**
 * The differences between a database and its expected state.
 *
 * @param differences one object each, as {@link FingerprintDifference.Change#toString} has it
 * @param notes differences that are none of the migrations' doing, or mean nothing: the versions of
 *     extensions, which come with the server's packages, and blanks in routines
 */
public record Drift(List<String> differences, List<String> notes) {
  /** Nothing differs. */
  public static final Drift NONE = new Drift(List.of(), List.of());

  public static Drift between(Fingerprint expected, Fingerprint now) {
    List<FingerprintDifference.Change> changes =
        FingerprintDifference.between(expected, now).changes();
    return new Drift(
        changes.stream().filter(c -> !isNote(c)).map(Object::toString).toList(),
        changes.stream()
            .filter(Drift::isNote)
            .map(change -> change.toString().substring(2))
            .toList());
  }

  private static boolean isNote(FingerprintDifference.Change change) {
    return change.isOfVersion() || change.isOfBlanks();
  }
}
