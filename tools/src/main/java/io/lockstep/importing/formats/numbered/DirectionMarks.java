package io.lockstep.importing.formats.numbered;

import io.lockstep.importing.source.DownMark;
import io.lockstep.importing.source.Lines;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file's part that applies a migration, and the part that takes it back, as the marks of these
 * tools part them: node-pg-migrate, tern, MyBatis Migrations, rambler, shmig, Play.
 *
 * @param up with what stands above the first mark
 * @param down empty if no mark begins it
 */
record DirectionMarks(String up, Optional<String> down) {
  private static final Pattern UP =
      Pattern.compile(
          "(?i)\\s*(?:--[\\s-]*up\\s+migration\\b.*|--\\s*rambler\\s+up\\s*|--\\s*=+\\s*up\\s*=+\\s*|(?:#|--)[\\s-]*!ups\\b.*)\\s*");

  /** Of several parts that take something back, the last one does so first. */
  static DirectionMarks of(String text) {
    StringBuilder up = new StringBuilder();
    StringBuilder down = new StringBuilder();
    StringBuilder part = new StringBuilder();
    boolean forth = true;
    boolean marked = false;
    for (String line : Lines.of(text)) {
      boolean back = DownMark.SQL.is(line);
      if (!back && !UP.matcher(line).matches()) {
        (forth ? up : part).append(line);
        continue;
      }
      down.insert(0, part);
      part.setLength(0);
      marked |= back;
      forth = !back;
    }
    down.insert(0, part);
    return new DirectionMarks(
        up.toString(), marked ? Optional.of(down.toString()) : Optional.empty());
  }
}
