package io.lockstep.run.statement;

import io.lockstep.script.Statement;
import java.util.regex.Pattern;

/**
 * Recognizes statements with CONCURRENTLY. They block no other session while they wait for old
 * transactions, and leave an INVALID index if the wait is cut off. All other statements block later
 * sessions while they wait. So does DETACH PARTITION at its end, but it can be finished later.
 */
public final class ConcurrentStatement {
  private static final Pattern KINDS =
      Pattern.compile(
          "(CREATE( UNIQUE)? INDEX|DROP INDEX|REFRESH MATERIALIZED VIEW"
              + "|REINDEX( \\( [^)]*\\))? (INDEX|TABLE|SCHEMA|DATABASE|SYSTEM)) CONCURRENTLY .*"
              + "|REINDEX \\( ([^)]* )?CONCURRENTLY (?!(OFF|FALSE|0) )[^)]*\\) .*");

  private static final Pattern DETACH =
      Pattern.compile("ALTER TABLE .* DETACH PARTITION .* CONCURRENTLY ");

  /** CONCURRENTLY with nothing but comments behind it. */
  private static final Pattern LAST_CONCURRENTLY =
      Pattern.compile(
          "\\bconcurrently\\b(?=(?:[\\s;]|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*$)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private ConcurrentStatement() {}

  /** True if the statement has CONCURRENTLY, and blocks no other session while it waits. */
  public static boolean is(Statement statement) {
    return matches(KINDS, statement);
  }

  /** True if the statement detaches a partition with CONCURRENTLY. */
  public static boolean detaches(Statement statement) {
    return matches(DETACH, statement);
  }

  /** Returns the statement that finishes a DETACH that was cut off (manual, ALTER TABLE). */
  public static String finalizing(String detaching) {
    return LAST_CONCURRENTLY.matcher(detaching).replaceFirst("finalize");
  }

  private static boolean matches(Pattern kind, Statement statement) {
    return statement.parts().size() == 1
        && kind.matcher(statement.parts().get(0).words()).matches();
  }
}
