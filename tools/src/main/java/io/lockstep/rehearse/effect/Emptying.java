package io.lockstep.rehearse.effect;

import io.lockstep.script.PsqlCommandException;
import io.lockstep.script.ScriptReader;
import io.lockstep.script.StatementPart;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of a script that empty whole tables, by their words: TRUNCATE, and DELETE without
 * WHERE.
 */
public final class Emptying {
  private static final Pattern DELETE =
      Pattern.compile("delete\\s+from\\s+(?:only\\s+)?([^\\s;*]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern WHERE = Pattern.compile("\\bwhere\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern CASCADE = Pattern.compile("\\bcascade\\b", Pattern.CASE_INSENSITIVE);

  private final List<String> truncates = new ArrayList<>();
  private final List<String> deletes = new ArrayList<>();

  private Emptying() {}

  /** Finds them in a script; none if psql's commands are in it, since no plan has such a script. */
  public static Emptying of(String script) {
    Emptying found = new Emptying();
    try {
      for (StatementPart part : ScriptReader.parts(script)) {
        found.add(part, script.substring(part.start(), part.end()));
      }
    } catch (PsqlCommandException e) {
      return found;
    }
    return found;
  }

  private void add(StatementPart part, String text) {
    if (part.first().equals("TRUNCATE")) {
      truncates.add(text);
    } else if (part.words().startsWith("DELETE FROM ") && !WHERE.matcher(text).find()) {
      Matcher table = DELETE.matcher(text);
      if (table.find()) {
        deletes.add(table.group(1));
      }
    }
  }

  /**
   * True if a TRUNCATE names the table.
   *
   * @param table quoted where SQL needs it, perhaps with its schema
   */
  public boolean truncates(String table) {
    return truncates.stream().anyMatch(text -> names(text, table));
  }

  /** True if a TRUNCATE empties tables that it does not name, too. */
  public boolean cascades() {
    return truncates.stream().anyMatch(text -> CASCADE.matcher(text).find());
  }

  /** True if a DELETE without WHERE names the table. */
  public boolean deletesAllOf(String table) {
    return deletes.stream().anyMatch(text -> names(text, table));
  }

  private static boolean names(String text, String table) {
    String name = table.substring(table.lastIndexOf('.') + 1).replace("\"", "");
    return Pattern.compile(
            "(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])", Pattern.CASE_INSENSITIVE)
        .matcher(text)
        .find();
  }
}
