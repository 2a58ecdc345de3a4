package io.lockstep.run.statement;

import io.lockstep.script.Statement;
import java.util.regex.Pattern;

/**
 * Knows the statements that say CONCURRENTLY: they wait for old transactions while they block
 * nobody, and leave an INVALID index if a wait is cut off. All others block whoever comes after
 * them while they wait; so does at its end DETACH PARTITION, which can be finished later.
 */
public final class ConcurrentStatement {
  private static final Pattern KINDS =
      Pattern.compile(
          "(CREATE( UNIQUE)? INDEX|DROP INDEX|REFRESH MATERIALIZED VIEW"
              + "|REINDEX( \\( [^)]*\\))? (INDEX|TABLE|SCHEMA|DATABASE|SYSTEM)) CONCURRENTLY .*"
              + "|REINDEX \\( ([^)]* )?CONCURRENTLY (?!(OFF|FALSE|0) )[^)]*\\) .*");

  private static final Pattern DETACH =
      Pattern.compile("ALTER TABLE .* DETACH PARTITION .* CONCURRENTLY ");

  /** With nothing but comments behind it. */
  private static final Pattern LAST_CONCURRENTLY =
      Pattern.compile(
          "\\bconcurrently\\b(?=(?:[\\s;]|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*$)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private ConcurrentStatement() {}

  /** Whether a statement is one of these, and blocks nobody. */
  public static boolean is(Statement statement) {
    return matches(KINDS, statement);
  }

  /** Whether it detaches a partition. */
  public static boolean detaches(Statement statement) {
    return matches(DETACH, statement);
  }

  /** What ends such a statement that was cut off (manual, ALTER TABLE). */
  public static String finalizing(String detaching) {
    return LAST_CONCURRENTLY.matcher(detaching).replaceFirst("finalize");
  }

  private static boolean matches(Pattern kind, Statement statement) {
    return statement.parts().size() == 1
        && kind.matcher(statement.parts().get(0).words()).matches();
  }
}
