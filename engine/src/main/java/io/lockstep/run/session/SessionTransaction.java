package io.lockstep.run.session;

import io.lockstep.database.Session;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * A transaction on a session, which nobody has to hold a lock for; rolled back if not committed.
 */
public class SessionTransaction implements AutoCloseable {
  private final Session session;
  private boolean committed;

  /** Begins one. */
  public SessionTransaction(Session session) throws SQLException {
    this.session = session;
    session.connection().setAutoCommit(false);
  }

  /** Runs this as all of the transaction. */
  public final void run(Runnable body) throws SQLException {
    try (SessionTransaction whole = this) {
      body.run();
      whole.commit();
    }
  }

  /** Runs this, which has a result, as all of the transaction. */
  public final <T> T call(Supplier<T> body) throws SQLException {
    try (SessionTransaction whole = this) {
      T result = body.get();
      whole.commit();
      return result;
    }
  }

  /** Commits. */
  public final void commit() throws SQLException {
    commit(session);
    committed = true;
  }

  /** How it commits. */
  void commit(Session session) throws SQLException {
    session.connection().commit();
  }

  @Override
  public final void close() throws SQLException {
    try {
      if (!committed) {
        session.connection().rollback();
      }
    } finally {
      if (session.isOpen()) {
        session.connection().setAutoCommit(true);
      }
    }
  }
}
