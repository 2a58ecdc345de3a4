package io.lockstep.run;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Knows the statements that say CONCURRENTLY: they wait for old transactions while they block
 * nobody, and leave an INVALID index, or a partition half detached, if a wait is cut off. All
 * others block whoever comes after them while they wait.
 */
final class ConcurrentStatement {
  private static final Pattern KINDS =
      Pattern.compile(
          "(CREATE( UNIQUE)? INDEX|DROP INDEX|REFRESH MATERIALIZED VIEW"
              + "|REINDEX( \\( [^)]*\\))? (INDEX|TABLE|SCHEMA|DATABASE|SYSTEM)) CONCURRENTLY .*"
              + "|REINDEX \\( ([^)]* )?CONCURRENTLY (?!(OFF|FALSE|0) )[^)]*\\) .*"
              + "|ALTER TABLE .* DETACH PARTITION .* CONCURRENTLY (; )?");

  private ConcurrentStatement() {}

  /** Whether a statement is one of these. */
  static boolean is(String sql) {
    return sql.toUpperCase(Locale.ROOT).contains("CONCURRENTLY")
        && KINDS.matcher(String.join(" ", StatementWords.of(sql)) + " ").matches();
  }
}
