package io.lockstep.importing.formats.liquibase;

import io.lockstep.importing.formats.sections.Semicolons;
import io.lockstep.importing.source.Lines;
import java.util.regex.Pattern;

/**
 * Puts semicolons where Liquibase ends a statement without one, unless a change set says otherwise:
 * at a line {@code /} or {@code go}, but not in quotes or comments.
 */
final class EndDelimiter {
  private static final Pattern LINE = Pattern.compile("(/|go)\\s*", Pattern.CASE_INSENSITIVE);

  private EndDelimiter() {}

  static String replaced(String sql) {
    StringBuilder text = new StringBuilder();
    int begin = 0; // of the statement that is not yet ended
    for (String line : Lines.of(sql)) {
      if (LINE.matcher(line).matches()) {
        String statement = text.substring(begin);
        if (Semicolons.endStatement(statement + ";")) {
          text.append(Semicolons.endStatement(statement) ? "" : ";\n");
          begin = text.length();
          continue;
        }
      }
      text.append(line);
    }
    return text.toString();
  }
}
