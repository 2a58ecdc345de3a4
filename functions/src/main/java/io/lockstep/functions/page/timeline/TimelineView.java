package io.lockstep.functions.page.timeline;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.functions.page.format.RunWords;
import io.lockstep.functions.page.format.UtcTimestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs as bars, the oldest first, and as rows, the newest first.
 *
 * @param summary how many ended how, as a sentence
 * @param first when the oldest of them began; empty if there is none
 * @param last when the newest of them began; empty if there is no other
 * @param older the last of them, if there are older ones
 * @param part whether these are not the newest
 */
public record TimelineView(
    String database,
    Optional<String> appVersion,
    String summary,
    List<DurationScale.Line> lines,
    List<RunBar> bars,
    Optional<UtcTimestamp> first,
    Optional<UtcTimestamp> last,
    List<RunRow> rows,
    Optional<Long> older,
    boolean part) {
  /** As many as one page has. */
  public static final int MOST = 50;

  /**
   * Shows these runs, but for the last one if there are more than {@value #MOST}.
   *
   * @param newestFirst without the places of databases in their reasons
   * @param part whether there are newer ones
   */
  public static TimelineView of(
      String database, Optional<String> appVersion, List<RunEntry> newestFirst, boolean part) {
    boolean more = newestFirst.size() > MOST;
    List<RunEntry> runs = more ? newestFirst.subList(0, MOST) : newestFirst;
    List<RunEntry> oldestFirst = new ArrayList<>(runs);
    Collections.reverse(oldestFirst);
    DurationScale scale =
        DurationScale.of(runs.stream().flatMap(run -> RunWords.duration(run).stream()).toList());
    return new TimelineView(
        database,
        appVersion,
        summary(runs),
        scale.lines(),
        IntStream.range(0, oldestFirst.size())
            .mapToObj(i -> RunBar.of(oldestFirst.get(i), i, oldestFirst.size(), scale))
            .toList(),
        oldestFirst.stream().findFirst().map(run -> UtcTimestamp.of(run.startedAt())),
        runs.stream()
            .findFirst()
            .filter(run -> runs.size() > 1)
            .map(run -> UtcTimestamp.of(run.startedAt())),
        runs.stream().map(RunRow::of).toList(),
        Optional.of(runs).filter(shown -> more).map(shown -> shown.get(MOST - 1).id()),
        part);
  }

  /** The title of the browser's tab. */
  public String title() {
    return "Runs · " + database + " · Lockstep";
  }

  private static String summary(List<RunEntry> runs) {
    Map<RunState, Long> counts =
        runs.stream()
            .collect(Collectors.groupingBy(RunEntry::result, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(
            Collectors.joining(", ", runs.size() == 1 ? "1 run: " : runs.size() + " runs: ", ""));
  }
}
