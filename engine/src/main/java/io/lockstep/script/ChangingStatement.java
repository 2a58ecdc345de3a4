package io.lockstep.script;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that changes rows, and says how many.
 *
 * @param verb INSERT, UPDATE, DELETE or MERGE
 * @param table the table as the statement names it; empty if its text does not show it
 */
public record ChangingStatement(String verb, Optional<String> table) {
  private static final Set<String> VERBS = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");
  private static final String BLANK = "(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)";
  private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\w$\\x80-\\x{10FFFF}]+)";
  private static final Pattern TABLE =
      Pattern.compile(
          "(?:insert%1$s+into|update|delete%1$s+from|merge%1$s+into)%1$s+(?:only%1$s*[(\\s]%1$s*)?(%2$s(?:%1$s*\\.%1$s*%2$s)*).*"
              .formatted(BLANK, NAME),
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Reads a statement; empty if it is of another kind, or several in one. */
  public static Optional<ChangingStatement> of(Statement statement) {
    if (statement.parts().size() != 1 || !VERBS.contains(statement.parts().get(0).main())) {
      return Optional.empty();
    }
    StatementPart part = statement.parts().get(0);
    Matcher table = TABLE.matcher(statement.text().substring(part.mainIndex()));
    return Optional.of(
        new ChangingStatement(
            part.main(), table.matches() ? Optional.of(table.group(1)) : Optional.empty()));
  }

  /** True if it changes rows that are there, each of them once if it is right. */
  public boolean changesEachOnce() {
    return verb.equals("UPDATE") || verb.equals("DELETE");
  }

  /** True if it may change the same rows again; deleted ones are gone. */
  public boolean mayRepeat() {
    return !verb.equals("DELETE");
  }
}
