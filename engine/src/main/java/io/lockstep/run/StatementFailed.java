package io.lockstep.run;

import java.sql.SQLException;

/** A statement of an undo script failed. */
final class StatementFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String sql;

  StatementFailed(int line, String sql, SQLException cause) {
    super(cause);
    this.line = line;
    this.sql = sql;
  }

  int line() {
    return line;
  }

  String sql() {
    return sql;
  }
}
