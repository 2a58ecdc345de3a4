package io.lockstep.run.statement;

import io.lockstep.script.Statement;
import io.lockstep.script.TransactionControl;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/** A statement of a script failed. */
public final class StatementFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Optional<String> callback;
  private final int line;
  private final String sql;
  private final boolean fitsInside;

  public StatementFailed(int line, String sql, SQLException cause) {
    this(Optional.empty(), line, sql, true, cause);
  }

  public StatementFailed(int line, Statement statement, SQLException cause) {
    this(
        Optional.empty(),
        line,
        statement.sql(),
        statement.parts().stream().allMatch(TransactionControl::fitsInside),
        cause);
  }

  private StatementFailed(
      Optional<String> callback, int line, String sql, boolean fitsInside, SQLException cause) {
    super(cause);
    this.callback = callback;
    this.line = line;
    this.sql = sql;
    this.fitsInside = fitsInside;
  }

  /** Returns the first StatementFailed among this exception and its causes. */
  public static Optional<StatementFailed> behind(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof StatementFailed failed) {
        return Optional.of(failed);
      }
    }
    return Optional.empty();
  }

  /** The same at another line: the script's, where values have moved its lines. */
  public StatementFailed atLine(int other) {
    if (other == line) {
      return this;
    }
    SQLException cause = (SQLException) Objects.requireNonNull(getCause());
    StatementFailed moved = new StatementFailed(callback, other, sql, fitsInside, cause);
    for (Throwable suppressed : getSuppressed()) {
      moved.addSuppressed(suppressed);
    }
    return moved;
  }

  /** The same failure, of a callback that runs within a step. */
  public StatementFailed in(String callback) {
    return new StatementFailed(
        Optional.of(callback), line, sql, fitsInside, SqlStates.sqlException(this).orElseThrow());
  }

  /** The callback's file; empty if the statement is of the step's own script. */
  public Optional<String> callback() {
    return callback;
  }

  public int line() {
    return line;
  }

  public String sql() {
    return sql;
  }

  /** True if the statement failed only because it ran in a transaction. */
  public boolean isTransactionRefused() {
    return SqlStates.isCommitRefused(this) || (SqlStates.isTransactionRefused(this) && !fitsInside);
  }
}
