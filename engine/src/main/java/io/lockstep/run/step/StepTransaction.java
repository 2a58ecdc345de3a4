package io.lockstep.run.step;

import io.lockstep.database.Session;
import io.lockstep.run.session.HistoryTableGone;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.statement.ScriptEndedTransaction;
import io.lockstep.sql.ScriptEnd;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.UncategorizedSQLException;

/** A step's transaction, and what its session is told before and after the script. */
final class StepTransaction {
  private StepTransaction() {}

  /**
   * Before a script.
   *
   * @return the number of its transaction, by which the server knows afterwards how that has ended
   */
  static Optional<Long> beforeScript(RunContext context, boolean noTransaction) {
    try {
      return context
          .work()
          .sessionSettings()
          .ofScript(context.schema(), context.retries().lockTimeout(), !noTransaction);
    } catch (SQLException e) {
      throw new UncategorizedSQLException("beginning a script", null, e);
    }
  }

  /**
   * Begins another, in which nothing was asked yet, by these statements.
   *
   * @return false if one of them fails; then it begins by none
   */
  static boolean beginAgain(Session work, List<String> first) {
    Connection connection = work.connection();
    try (Statement statement = connection.createStatement()) {
      connection.commit(); // nothing was done in it
      return setOff(statement, first);
    } catch (SQLException e) {
      throw new UncategorizedSQLException("beginning a script", null, e);
    }
  }

  private static boolean setOff(Statement statement, List<String> first) throws SQLException {
    try {
      for (String sql : first) {
        statement.execute(sql);
      }
      return true;
    } catch (SQLException e) {
      statement.getConnection().rollback(); // the script fails there when it is run
      return false;
    }
  }

  /**
   * After a script in a transaction: what it has set, its role included, is neither ours nor the
   * next one's.
   *
   * @param transaction in which it was begun
   * @param history the app's history table, quoted and with its schema
   * @throws ScriptEndedTransaction if that is over
   * @throws HistoryTableGone if the table is
   */
  static void afterScript(Session work, Optional<Long> transaction, String history) {
    try {
      ScriptEnd end = work.sessionSettings().endOfScript(history);
      if (!end.transaction().equals(transaction)) {
        throw new ScriptEndedTransaction();
      }
      if (!end.there()) {
        throw new HistoryTableGone(history);
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException(
          "ending a script, where deferred constraints are checked", null, e);
    }
  }

  /**
   * After a script without a transaction.
   *
   * @param history the app's history table, quoted and with its schema
   * @throws HistoryTableGone if it is
   */
  static void afterScript(Session work, String history) {
    try {
      work.sessionSettings().ofOwnStatements();
    } catch (SQLException e) {
      throw new UncategorizedSQLException("ending a script", null, e);
    }
    if (!work.jdbc()
        .sql("select pg_catalog.to_regclass(:history) is not null")
        .param("history", history)
        .query(Boolean.class)
        .single()) {
      throw new HistoryTableGone(history);
    }
  }

  /** After a script without a transaction that has failed, or whose session has. */
  static void afterFailedScript(Session work, Exception because) {
    try {
      work.sessionSettings().ofOwnStatements();
    } catch (SQLException e) {
      because.addSuppressed(e); // the session is gone, and its settings with it
    }
  }
}
