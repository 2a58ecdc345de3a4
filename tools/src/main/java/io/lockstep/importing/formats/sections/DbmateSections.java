package io.lockstep.importing.formats.sections;

import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Splits one of dbmate's files at its marks, as its own parser does (pkg/dbmate/migration.go): a
 * mark begins its line, in small letters; there are only comments above the first.
 */
public final class DbmateSections {
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

  /** Splits a file's text. */
  public static DbmateSections of(String text) {
    DbmateSections sections = new DbmateSections();
    StringBuilder section = sections.above;
    for (String line : Lines.of(text)) {
      Matcher mark = MARK.matcher(line);
      if (!mark.matches() || (section == sections.above && mark.group(1).equals("down"))) {
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

  /** The reason why dbmate would not run it, or not to its end, and the advice for the note. */
  public Optional<Refusal> refusal() {
    if (!marks.contains("up")) {
      return Optional.of(missing("up", "Put that line above its statements."));
    }
    if (!Lines.of(above.toString()).stream().allMatch(DbmateSections::isComment)) {
      return refused(
          "has statements above \"-- migrate:up\", which dbmate refuses", "Put them below it.");
    }
    if (!marks.contains("down")) {
      return hasDownAbove()
          ? refused(
              "has \"-- migrate:down\" above \"-- migrate:up\", which dbmate refuses",
              "Put it below.")
          : Optional.of(
              missing(
                  "down",
                  "dbmate refuses it, too: put that line above what takes it back, or at the end."));
    }
    return Stream.of("up", "down")
        .filter(mark -> marks.stream().filter(mark::equals).count() > 1)
        .findFirst()
        .flatMap(
            mark ->
                refused(
                    "has more than one \"-- migrate:" + mark + "\"",
                    "Make one pair of them, the last up taken back first."));
  }

  private static boolean isComment(String line) {
    return line.isBlank() || line.strip().startsWith("--");
  }

  private boolean hasDownAbove() {
    return Lines.of(above.toString()).stream().anyMatch(line -> MARK.matcher(line).matches());
  }

  private Refusal missing(String mark, String next) {
    return indented
        .map(
            line ->
                new Refusal(
                    "has an indented \"" + line + "\", which dbmate refuses",
                    "Begin the line with it."))
        .orElse(new Refusal("has no \"-- migrate:" + mark + "\"", next));
  }

  private static Optional<Refusal> refused(String why, String next) {
    return Optional.of(new Refusal(why, next));
  }

  /** With the comments above it. */
  public ForeignScript up() {
    return new ForeignScript(above + up.toString(), upOutside);
  }

  /** The script that takes it back. */
  public ForeignScript down() {
    return new ForeignScript(down.toString(), downOutside);
  }

  /** The reason why a file is left out, and the advice. */
  public record Refusal(String why, String next) {}
}
