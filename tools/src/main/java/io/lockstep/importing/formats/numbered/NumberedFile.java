package io.lockstep.importing.formats.numbered;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file's name says.
 *
 * @param digits the number that it begins with
 * @param title the rest, without the direction
 * @param down true if the file takes back
 */
record NumberedFile(String digits, String title, boolean down) {
  /** A V and several numbers are a version of Flyway's. */
  private static final Pattern NAME =
      Pattern.compile("(?:[Vv](?![0-9]+[._][0-9]))?([0-9]+)(?:[-_. #]+(.*?))?\\.sql");

  /** {@code 001.do.title}, as postgrator has it. */
  private static final Pattern WORD_BEFORE = Pattern.compile("(do|undo)(?:\\.(.*))?");

  private static final Pattern WORD_BEHIND =
      Pattern.compile("(?:(.*)\\.)?(up|down|rollback|undo|revert)");

  /** Any title may end with such a word; it is a direction where the other one is beside it. */
  private static final Pattern DASHED = Pattern.compile("(.*)([-_])(up|down)");

  static Optional<NumberedFile> of(String fileName, Set<String> allNames) {
    Matcher name = NAME.matcher(fileName);
    if (!name.matches()) {
      return Optional.empty();
    }
    String digits = name.group(1);
    String rest = name.group(2) == null ? "" : name.group(2);
    Matcher before = WORD_BEFORE.matcher(rest);
    if (before.matches()) {
      String title = before.group(2) == null ? "" : before.group(2);
      return Optional.of(new NumberedFile(digits, title, before.group(1).equals("undo")));
    }
    Matcher behind = WORD_BEHIND.matcher(rest);
    if (behind.matches()) {
      String title = behind.group(1) == null ? "" : behind.group(1);
      return Optional.of(new NumberedFile(digits, title, !behind.group(2).equals("up")));
    }
    Matcher dashed = DASHED.matcher(rest);
    if (dashed.matches()) {
      boolean down = dashed.group(3).equals("down");
      String stem = fileName.substring(0, name.start(2)) + dashed.group(1) + dashed.group(2);
      if (allNames.contains(stem + (down ? "up" : "down") + ".sql")) {
        return Optional.of(new NumberedFile(digits, dashed.group(1), down));
      }
    }
    return Optional.of(new NumberedFile(digits, rest, false));
  }

  /** What is the same for the file that applies, and for the one that takes back. */
  String key() {
    return digits + "_" + title;
  }
}
