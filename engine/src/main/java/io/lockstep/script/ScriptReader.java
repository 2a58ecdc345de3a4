package io.lockstep.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a script without a server, which would say what COPY reads and how it takes backslashes.
 */
public final class ScriptReader {
  private static final Pattern STANDARD_STRINGS =
      Pattern.compile("SET ((SESSION|LOCAL) )?STANDARD_CONFORMING_STRINGS (TO|=) (\\S+) ");

  private boolean standardStrings = true;

  private ScriptReader() {}

  /**
   * What the server takes for statements, in their order.
   *
   * @throws PsqlCommandException at a command of psql's, or a variable that it sets
   */
  public static List<StatementPart> parts(String script) {
    return new ScriptReader().read(script);
  }

  private List<StatementPart> read(String script) {
    List<StatementPart> found = new ArrayList<>();
    ScriptScanner scanner = new ScriptScanner(script, () -> standardStrings);
    for (Optional<Statement> s = scanner.next(); s.isPresent(); s = scanner.next()) {
      for (StatementPart part : s.get().parts()) {
        found.add(part);
        follow(part, scanner);
      }
    }
    return found;
  }

  private void follow(StatementPart part, ScriptScanner scanner) {
    if (part.copiesFromStdin()) {
      scanner.data();
    }
    Matcher setting = STANDARD_STRINGS.matcher(part.words());
    if (setting.matches()) {
      standardStrings = !setting.group(4).equals("OFF");
    }
  }
}
