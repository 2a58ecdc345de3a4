package io.lockstep.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement on one line of a message: its beginning, without comments, such as a licence. */
public final class StatementExcerpt {
  private static final int SHOWN = 160;

  /** A text or a name in quotes; or a comment, which may be cut off. */
  private static final Pattern COMMENT =
      Pattern.compile("('[^']*+'|\"[^\"]*+\")|--[^\\n]*|/\\*.*?(?:\\*/|\\z)", Pattern.DOTALL);

  private StatementExcerpt() {}

  /** Shortens a statement; one that is nothing but comments stays as it is. */
  public static String of(String sql) {
    String bare =
        folded(
            COMMENT
                .matcher(sql)
                .replaceAll(
                    found ->
                        found.group(1) == null ? " " : Matcher.quoteReplacement(found.group(1))));
    String line = bare.isEmpty() ? folded(sql) : bare;
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }

  private static String folded(String sql) {
    return sql.strip().replaceAll("\\s+", " ").replaceAll("\\s*;$", "");
  }
}
