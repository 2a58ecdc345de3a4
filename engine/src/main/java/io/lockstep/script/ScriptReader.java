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

  private static final Set<String> SETS = Set.of("SET", "SELECT");
  private static final Set<String> OFF = Set.of("off", "of", "false", "no", "0");

  private boolean standardStrings = true;

  private ScriptReader() {}

  /**
   * The statements as the server sees them, in their order.
   *
   * @throws PsqlCommandException at a psql command, or a variable that psql sets
   */
  public static List<StatementPart> parts(String script) {
    return new ScriptReader().read(script);
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

  /** Follows what the script sets; only the server sees what functions and administrators set. */
  private void follow(Statement statement) {
    if (statement.parts().stream().noneMatch(part -> SETS.contains(part.first()))) {
      return;
    }
    Matcher setting = STANDARD_STRINGS.matcher(statement.text());
    while (setting.find()) {
      standardStrings = !OFF.contains(setting.group("value").toLowerCase(Locale.ROOT));
    }
  }
}
