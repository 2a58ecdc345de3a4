package io.lockstep.run.step;

import io.lockstep.database.Session;
import io.lockstep.run.session.HistoryTableGone;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.statement.ScriptEndFailed;
import io.lockstep.run.statement.ScriptEndedTransaction;
import io.lockstep.run.statement.StatementFailed;
import io.lockstep.script.Statement;
import io.lockstep.script.TransactionControl;
import io.lockstep.sql.ScriptEnd;
import io.lockstep.sql.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.UncategorizedSQLException;

/** The transaction of a step, and the settings of its session before and after the script. */
final class StepTransaction {
  private StepTransaction() {}

  /**
   * Applies the settings of a script.
   *
   * @return the number of its transaction, with which the server can be asked for the outcome
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
   * True if the transaction sees one moment from its first query on, by an administrator's wish.
   */
  static boolean seesOneMoment(Session work) {
    try {
      return work.connection().getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED;
    } catch (SQLException e) {
      throw new UncategorizedSQLException("beginning a script", null, e);
    }
  }

  /** Begins the transaction so that it sees one moment from its first query on. */
  static void beginAtOneMoment(Session work) {
    if (seesOneMoment(work)) {
      return;
    }
    try (java.sql.Statement server = work.connection().createStatement()) {
      server.execute("set transaction isolation level repeatable read");
    } catch (SQLException e) {
      throw new UncategorizedSQLException("beginning a batch", null, e);
    }
  }

  /**
   * Begins the transaction again, with these statements before any query: those that set its
   * properties, and those that lock tables, with what they depend on.
   *
   * @return false if one of them fails that sets a property; then none has an effect
   * @throws StatementFailed if a lock is not obtained in time
   */
  static boolean beginAgain(RunContext context, List<Statement> first) {
    Connection connection = context.work().connection();
    boolean locks = first.stream().anyMatch(TransactionControl::locks);
    try (java.sql.Statement server = connection.createStatement()) {
      connection.commit(); // it has done nothing yet
      if (locks) {
        context.work().sessionSettings().ofLocks(context.schema(), context.retries().lockTimeout());
      }
      for (Statement statement : first) {
        boolean forLocks = locks && TransactionControl.isForLocks(statement);
        if ((forLocks || TransactionControl.setsTransaction(statement))
            && !execute(server, statement)) {
          return forLocks && beginAgain(context, withoutLocks(first));
        }
      }
      return true;
    } catch (SQLException e) {
      throw new UncategorizedSQLException("beginning a script", null, e);
    }
  }

  private static List<Statement> withoutLocks(List<Statement> first) {
    return first.stream().filter(TransactionControl::setsTransaction).toList();
  }

  /**
   * What fails here fails again when the script is executed, but for a lock that comes too late.
   */
  private static boolean execute(java.sql.Statement server, Statement statement)
      throws SQLException {
    try {
      server.execute(statement.sql());
      return true;
    } catch (SQLException e) {
      server.getConnection().rollback();
      if (SqlStates.isLockTimeout(e)) {
        throw new StatementFailed(statement.firstLine(), statement, e);
      }
      return false;
    }
  }

  /**
   * Restores Lockstep's own settings and role after a script in a transaction, and checks what it
   * has left.
   *
   * @param transaction the transaction in which the script began
   * @param history the app's history table, quoted and with its schema
   * @throws ScriptEndedTransaction if that transaction has ended
   * @throws HistoryTableGone if the table does not exist any more
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
      throw new ScriptEndFailed(e);
    }
  }

  /**
   * Does the same after a script without a transaction.
   *
   * @param history the app's history table, quoted and with its schema
   * @throws HistoryTableGone if the table does not exist any more
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

  /** Restores Lockstep's own settings after a script without a transaction that has failed. */
  static void afterFailedScript(Session work, Exception because) {
    try {
      work.sessionSettings().ofOwnStatements();
    } catch (SQLException e) {
      because.addSuppressed(e); // the session is gone, and its settings with it
    }
  }
}
