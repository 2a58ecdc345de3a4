package io.lockstep.functions.page;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.VerificationEntry;
import io.lockstep.audit.VerificationResult;
import io.lockstep.functions.page.format.UtcTimestamp;
import io.lockstep.functions.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * The result of the last verification.
 *
 * @param trouble whether it found anything wrong
 * @param headline the result in words, as the beginning of a sentence
 * @param targets that were asked for
 * @param list its findings and notes, if there are any
 * @param outdated whether a run has begun since
 */
record VerificationView(
    boolean trouble,
    String headline,
    UtcTimestamp when,
    Optional<String> targets,
    Optional<Lines> list,
    boolean outdated) {

  static Optional<VerificationView> of(Snapshot now) {
    return now.verification().map(found -> of(found, now.lastRun()));
  }

  private static VerificationView of(VerificationEntry found, Optional<RunEntry> lastRun) {
    return new VerificationView(
        !found.good(),
        headline(found),
        UtcTimestamp.of(found.at()),
        Optional.of(String.join(", ", found.targets())).filter(text -> !text.isEmpty()),
        Lines.of(found),
        lastRun.filter(run -> run.startedAt().isAfter(found.at())).isPresent());
  }

  private static String headline(VerificationEntry found) {
    if (found.good()) {
      return found.result() == VerificationResult.AS_RECORDED
          ? "The database is what its history says"
          : "Nothing is wrong with the history; the schema was not compared";
    }
    return "The database is not what its history says";
  }

  /**
   * A line for each thing.
   *
   * @param shown the first of them
   * @param folded the others
   */
  record Lines(List<String> shown, Optional<Fold> folded) {
    private static final int SHOWN = 10;

    private static Optional<Lines> of(VerificationEntry found) {
      List<String> lines = found.lines();
      if (lines.isEmpty()) {
        return Optional.empty();
      }
      int shown = Math.min(SHOWN, lines.size());
      int notKept = Math.max(0, found.findings() + found.differences() - lines.size());
      List<String> rest = lines.subList(shown, lines.size());
      return Optional.of(
          new Lines(
              lines.subList(0, shown),
              Optional.of(
                      new Fold(
                          rest.size() + notKept,
                          rest,
                          Optional.of(notKept).filter(number -> number > 0)))
                  .filter(fold -> fold.number() > 0)));
    }
  }

  /**
   * What is not shown at once.
   *
   * @param number how many things
   * @param left for how many of them there is no line
   */
  record Fold(int number, List<String> lines, Optional<Integer> left) {}
}
