package io.lockstep.importing.formats.numbered;

import io.lockstep.importing.formats.sections.Semicolons;
import io.lockstep.importing.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Drizzle's {@code meta/_journal.json}: the names of its files, in the order in which it applies
 * them. It passes over a file that the journal doesn't name.
 */
record DrizzleJournal(List<String> names) {
  private static final Pattern TAG = Pattern.compile("\"tag\"\\s*:\\s*\"([^\"]*)\"");
  private static final String BREAKPOINT = "--> statement-breakpoint";

  static Optional<DrizzleJournal> among(List<SourceFile> files) {
    return files.stream()
        .filter(file -> file.name().equals("meta/_journal.json"))
        .findFirst()
        .map(file -> new DrizzleJournal(names(file.read())));
  }

  private static List<String> names(String journal) {
    return TAG.matcher(journal).results().map((MatchResult tag) -> tag.group(1) + ".sql").toList();
  }

  /**
   * Drizzle sends what is between two breakpoints, so a statement before one needs no semicolon.
   */
  static String withSemicolons(String sql) {
    StringBuilder ended = new StringBuilder();
    int from = 0;
    for (int at = sql.indexOf(BREAKPOINT); at >= 0; at = sql.indexOf(BREAKPOINT, from)) {
      String piece = sql.substring(from, at);
      ended.append(piece).append(Semicolons.endStatement(piece) ? "" : "\n;\n").append(BREAKPOINT);
      from = at + BREAKPOINT.length();
    }
    return ended.append(sql.substring(from)).toString();
  }
}
