package io.lockstep.fingerprint;

import io.lockstep.fingerprint.text.ShownDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
    return of(FingerprintDifference.between(expected, now).changes());
  }

  private static Drift of(List<FingerprintDifference.Change> changes) {
    return new Drift(
        changes.stream().filter(c -> !isNote(c)).map(Object::toString).toList(),
        changes.stream()
            .filter(Drift::isNote)
            .map(change -> change.toString().substring(2))
            .toList());
  }

  /** The same where the tool that has made the routines strips the comments in them. */
  public static Drift withoutComments(Fingerprint expected, Fingerprint now) {
    FingerprintDifference difference = FingerprintDifference.between(expected, now);
    Map<Boolean, List<FingerprintDifference.Change>> stripped =
        difference.changes().stream()
            .collect(
                Collectors.partitioningBy(change -> change.isOfComments() && !change.isOfBlanks()));
    Drift rest = of(stripped.getOrDefault(false, List.of()));
    List<String> notes = new ArrayList<>(rest.notes());
    stripped
        .getOrDefault(true, List.of())
        .forEach(
            change ->
                notes.add(ShownDifference.visible(change.object()) + ": only comments differ"));
    return new Drift(rest.differences(), List.copyOf(notes));
  }

  private static boolean isNote(FingerprintDifference.Change change) {
    return change.isOfVersion() || change.isOfBlanks();
  }
}
