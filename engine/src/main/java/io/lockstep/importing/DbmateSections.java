package io.lockstep.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes one of dbmate's files apart at its marks, as its own parser does (pkg/dbmate/migration.go):
 * a mark begins its line, in small letters; above the first there are comments alone.
 */
final class DbmateSections {
  private static final Pattern MARK = Pattern.compile("--\\s*migrate:(up|down)(\\s.*)?\\s*");
  private static final Pattern INDENTED =
      Pattern.compile("\\s+--\\s*migrate:(up|down)(\\s.*)?\\s*");

  private final StringBuilder above = new StringBuilder();
  private final StringBuilder up = new StringBuilder();
  private final StringBuilder down = new StringBuilder();
  private final List<String> marks = new ArrayList<>();
  private Optional<String> indented = Optional.empty();
  private boolean upOutside;
  private boolean downOutside;

  private DbmateSections() {}

  static DbmateSections of(String text) {
    DbmateSections sections = new DbmateSections();
    StringBuilder section = sections.above;
    for (String line : Lines.of(text)) {
      Matcher mark = MARK.matcher(line);
      if (!mark.matches()) {
        section.append(line);
        sections.noteIndented(line);
      } else {
        section = mark.group(1).equals("up") ? sections.up : sections.down;
        sections.mark(mark.group(1), Optional.ofNullable(mark.group(2)).orElse(""));
      }
    }
    return sections;
  }

  private void noteIndented(String line) {
    if (indented.isEmpty() && INDENTED.matcher(line).matches()) {
      indented = Optional.of(line.strip());
    }
  }

  private void mark(String direction, String options) {
    marks.add(direction);
    boolean outside = isOutside(options);
    if (direction.equals("up")) {
      upOutside = outside;
    } else {
      downOutside = outside;
    }
  }

  /** Options are words, each a name and a value; the last of a name counts. */
  private static boolean isOutside(String options) {
    return Stream.of(options.strip().split("\\s+", -1))
        .map(option -> option.split(":", -1))
        .filter(pair -> pair.length == 2 && pair[0].equals("transaction"))
        .reduce((first, last) -> last)
        .filter(pair -> pair[1].equals("false"))
        .isPresent();
  }

  /** Why dbmate would not run it, or not to its end; what to do is the note's other half. */
  Optional<Refusal> refusal() {
    if (!marks.contains("up") || !marks.contains("down")) {
      String missing = "-- migrate:" + (marks.contains("up") ? "down" : "up");
      return Optional.of(
          indented
              .map(
                  line ->
                      new Refusal(
                          "has an indented \"" + line + "\", which dbmate refuses",
                          "Begin the line with it."))
              .orElse(
                  new Refusal(
                      "has no \"" + missing + "\"",
                      missing.endsWith("up")
                          ? "Put that line above its statements."
                          : "dbmate refuses it, too: put that line above what takes it back, or at the end.")));
    }
    for (String direction : List.of("up", "down")) {
      if (marks.stream().filter(direction::equals).count() > 1) {
        return Optional.of(
            new Refusal(
                "has more than one \"-- migrate:" + direction + "\"",
                "Make one pair of them, the last up taken back first."));
      }
    }
    if (marks.get(0).equals("down")) {
      return Optional.of(
          new Refusal(
              "has \"-- migrate:down\" above \"-- migrate:up\", which dbmate refuses",
              "Put it below."));
    }
    return above
            .toString()
            .lines()
            .map(String::strip)
            .allMatch(l -> l.isEmpty() || l.startsWith("--"))
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                "has statements above \"-- migrate:up\", which dbmate refuses",
                "Put them below it."));
  }

  /** With the comments above it. */
  ForeignScript up() {
    return new ForeignScript(above + up.toString(), upOutside);
  }

  ForeignScript down() {
    return new ForeignScript(down.toString(), downOutside);
  }

  /** Why a file is left out, and what to do. */
  record Refusal(String why, String next) {}
}
