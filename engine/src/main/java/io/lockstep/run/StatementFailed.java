package io.lockstep.run;

import io.lockstep.database.SqlStates;
import io.lockstep.script.Statement;
import io.lockstep.script.TransactionControl;
import java.sql.SQLException;
import java.util.Optional;

/** A statement of a script failed. */
final class StatementFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String sql;
  private final boolean fitsInside;

  StatementFailed(int line, String sql, SQLException cause) {
    this(line, sql, true, cause);
  }

  StatementFailed(int line, Statement statement, SQLException cause) {
    this(
        line,
        statement.sql(),
        statement.parts().stream().allMatch(TransactionControl::fitsInside),
        cause);
  }

  private StatementFailed(int line, String sql, boolean fitsInside, SQLException cause) {
    super(cause);
    this.line = line;
    this.sql = sql;
    this.fitsInside = fitsInside;
  }

  /** The one that is behind this exception. */
  static Optional<StatementFailed> behind(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof StatementFailed failed) {
        return Optional.of(failed);
      }
    }
    return Optional.empty();
  }

  int line() {
    return line;
  }

  String sql() {
    return sql;
  }

  /** Whether it failed only since it ran in a transaction. */
  boolean isTransactionRefused() {
    return SqlStates.isCommitRefused(this) || (SqlStates.isTransactionRefused(this) && !fitsInside);
  }
}
