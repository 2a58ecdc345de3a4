package io.lockstep.othertools;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table that a script expects, but that does not exist, because another tool creates it for
 * itself: some migrations add a column to it.
 */
public final class MissingTable {
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

  private MissingTable() {}

  /**
   * The advice to the user.
   *
   * @param message the server's, that a relation does not exist, in any language
   * @return empty if no tool has a table of that name
   */
  public static Optional<String> wayOut(String message) {
    return WORD.matcher(message)
        .results()
        .map(MatchResult::group)
        .flatMap(word -> wayOut(word, Tool.ofTable(word)).stream())
        .findFirst();
  }

  private static Optional<String> wayOut(String table, List<Tool> tools) {
    return tools.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s is a table that %s makes for itself: if it is that one, have a first migration (such as 0_tool.up.sql or V0__tool.sql) say CREATE TABLE IF NOT EXISTS %s with its columns; where later ones are applied, run it with --out-of-order"
                .formatted(table, titles(tools), table));
  }

  private static String titles(List<Tool> tools) {
    String all = tools.stream().map(Tool::toString).collect(Collectors.joining(", "));
    return all.replaceFirst(", (?=[^,]*$)", " or ");
  }
}
