package io.lockstep.importing.source;

import io.lockstep.script.ScriptReader;

/**
 * The script that another tool runs to apply or to take back one migration.
 *
 * @param sql its bytes as they are in the file, without the tool's own marks
 * @param noTransaction true if the tool runs it outside a transaction
 */
public record ForeignScript(String sql, boolean noTransaction) {
  /** A script in a transaction. */
  public static ForeignScript of(String sql) {
    return new ForeignScript(sql, false);
  }

  /** True if it has only blanks and comments. */
  public boolean isEmpty() {
    return !ScriptReader.hasStatement(sql);
  }
}
