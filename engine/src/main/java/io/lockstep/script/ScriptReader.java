package io.lockstep.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a script without a server. Only the server knows what COPY reads and how it takes
 * backslashes; this class derives both from the script.
 */
public final class ScriptReader {
  private static final Pattern STANDARD_STRINGS =
      Pattern.compile(
          "(set\\s+((session|local)\\s+)?|set_config\\s*\\(\\s*')standard_conforming_strings(\\s*(=|'\\s*,)|\\s+to\\b)\\s*'?(?<value>\\w+)",
          Pattern.CASE_INSENSITIVE);

  private static final Set<String> SETS = Set.of("SET", "SELECT", "RESET", "DISCARD");
  private static final Set<String> RESETS =
      Set.of("RESET STANDARD_CONFORMING_STRINGS ", "RESET ALL ", "DISCARD ALL ");
  private static final Set<String> OFF = Set.of("off", "of", "false", "no", "0");

  private final boolean standardStringsAtFirst;
  private boolean standardStrings;

  private ScriptReader(boolean standardStrings) {
    this.standardStringsAtFirst = standardStrings;
    this.standardStrings = standardStrings;
  }

  /**
   * The statements as the server sees them, in their order.
   *
   * @throws PsqlCommandException at a psql command, or a variable that psql sets
   */
  public static List<StatementPart> parts(String script) {
    return parts(script, true);
  }

  /**
   * The same.
   *
   * @param standardStrings the session's standard_conforming_strings when the script begins
   */
  static List<StatementPart> parts(String script, boolean standardStrings) {
    return new ScriptReader(standardStrings).read(script);
  }

  /** False if it has only blanks and comments. */
  public static boolean hasStatement(String script) {
    ScriptScanner scanner = new ScriptScanner(script, () -> true);
    try {
      for (Optional<Statement> s = scanner.next(); s.isPresent(); s = scanner.next()) {
        if (!s.get().parts().isEmpty()) {
          return true;
        }
      }
      return false;
    } catch (PsqlCommandException e) {
      return true;
    }
  }

  /**
   * True if this position of the script, where a comment begins, is outside of all statements, and
   * so of their quotes and their data.
   */
  public static boolean isBetweenStatements(String script, int at) {
    try {
      List<StatementPart> parts = parts(script.substring(0, at) + "X");
      return !parts.isEmpty() && parts.get(parts.size() - 1).start() == at;
    } catch (PsqlCommandException e) {
      return false; // the script is refused for that
    }
  }

  private List<StatementPart> read(String script) {
    List<StatementPart> found = new ArrayList<>();
    ScriptScanner scanner = new ScriptScanner(script, () -> standardStrings);
    for (Optional<Statement> s = scanner.next(); s.isPresent(); s = scanner.next()) {
      for (StatementPart part : s.get().parts()) {
        found.add(part);
        if (part.copiesFromStdin()) {
          scanner.data();
        }
      }
      follow(s.get());
    }
    return found;
  }

  /**
   * Follows what the script sets; only the server sees what functions and administrators set, and
   * what a rollback takes back. The run itself reads by the server's word.
   */
  private void follow(Statement statement) {
    if (statement.parts().stream().noneMatch(part -> SETS.contains(part.first()))) {
      return;
    }
    if (statement.parts().stream().anyMatch(part -> RESETS.contains(part.words()))) {
      standardStrings = standardStringsAtFirst;
    }
    Matcher setting = STANDARD_STRINGS.matcher(statement.text());
    while (setting.find()) {
      String value = setting.group("value").toLowerCase(Locale.ROOT);
      standardStrings = value.equals("default") ? standardStringsAtFirst : !OFF.contains(value);
    }
  }
}
