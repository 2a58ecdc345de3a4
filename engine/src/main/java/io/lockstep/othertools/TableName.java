package io.lockstep.othertools;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table's name as a user writes it. */
record TableName(String schema, String table) {
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")+)\"");

  /**
   * What a text may mean, as a dot may be a part of a name: the longest table's name last, which
   * has no schema.
   *
   * @param home the schema of a name without one
   */
  static List<TableName> allOf(String text, String home) {
    List<TableName> all = new ArrayList<>();
    for (int dot = text.lastIndexOf('.'); dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
      all.add(new TableName(plain(text.substring(0, dot)), plain(text.substring(dot + 1))));
    }
    all.add(new TableName(home, plain(text)));
    return all;
  }

  private static String plain(String name) {
    Matcher quoted = QUOTED.matcher(name);
    return Optional.of(quoted)
        .filter(Matcher::matches)
        .map(match -> match.group(1).replace("\"\"", "\""))
        .orElse(name);
  }
}
