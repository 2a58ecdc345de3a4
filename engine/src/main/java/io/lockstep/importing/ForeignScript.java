package io.lockstep.importing;

import java.util.Optional;

/**
 * What another tool runs to apply or to take back one migration.
 *
 * @param sql its bytes as they are in the file, without the tool's own marks
 * @param noTransaction whether the tool runs it outside a transaction
 */
record ForeignScript(String sql, boolean noTransaction) {
  /** A script in a transaction. */
  static ForeignScript of(String sql) {
    return new ForeignScript(sql, false);
  }

  /** Whether there is nothing in it but blanks and comments. */
  boolean isEmpty() {
    return sql.lines().map(String::strip).allMatch(l -> l.isEmpty() || l.startsWith("--"));
  }

  /** Itself if it does something: a script that takes nothing back must not pass for an undo. */
  Optional<ForeignScript> unlessEmpty() {
    return isEmpty() ? Optional.empty() : Optional.of(this);
  }
}
