package io.lockstep.fingerprint;

import java.util.List;

/**
 * The differences between a database and its expected state.
 *
 * @param differences one object each, as {@link FingerprintDifference.Change#toString} has it
 * @param notes differences that have nothing to do with the migrations: the versions of extensions,
 *     which come with the server's packages
 */
public record Drift(List<String> differences, List<String> notes) {
  /** Nothing differs. */
  public static final Drift NONE = new Drift(List.of(), List.of());

  public static Drift between(Fingerprint expected, Fingerprint now) {
    List<FingerprintDifference.Change> changes =
        FingerprintDifference.between(expected, now).changes();
    return new Drift(
        changes.stream().filter(c -> !c.isOfVersion()).map(Object::toString).toList(),
        changes.stream()
            .filter(FingerprintDifference.Change::isOfVersion)
            .map(change -> change.toString().substring(2))
            .toList());
  }
}
