package io.lockstep.importing.formats.sections;

import io.lockstep.script.PsqlCommandException;
import io.lockstep.script.ScriptReader;
import io.lockstep.script.StatementPart;
import java.util.List;
import java.util.stream.Stream;

/** Where a statement ends for tools that look at one line at a time, and where it does for psql. */
public final class Semicolons {
  private Semicolons() {}

  /** True if the last word before a comment ends with one. */
  static boolean endLine(String line) {
    return Stream.of(line.strip().split("\\s+", -1))
        .takeWhile(word -> !word.startsWith("--"))
        .reduce("", (first, last) -> last)
        .endsWith(";");
  }

  /** True if a word after it would begin another statement. */
  public static boolean endStatement(String sql) {
    try {
      List<StatementPart> parts = ScriptReader.parts(sql + "\nSELECT");
      return parts.get(parts.size() - 1).words().equals("SELECT ");
    } catch (PsqlCommandException e) {
      return true; // the check of the file that is written gives the reason
    }
  }
}
