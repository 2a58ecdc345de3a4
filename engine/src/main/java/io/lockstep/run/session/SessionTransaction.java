package io.lockstep.run.session;

import io.lockstep.database.Session;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * A transaction on a session that needs no lock. {@link #close} rolls it back unless it has
 * committed.
 */
public class SessionTransaction implements AutoCloseable {
  private final Session session;
  private boolean committed;

  /** Begins a transaction. */
  public SessionTransaction(Session session) throws SQLException {
    this.session = session;
    session.connection().setAutoCommit(false);
  }

  /** Executes this work, and commits. */
  public final void run(Runnable body) throws SQLException {
    try (SessionTransaction whole = this) {
      body.run();
      whole.commit();
    }
  }

  /** Executes this work, commits, and returns its result. */
  public final <T> T call(Supplier<T> body) throws SQLException {
    try (SessionTransaction whole = this) {
      T result = body.get();
      whole.commit();
      return result;
    }
  }

  public final void commit() throws SQLException {
    commit(session);
    committed = true;
  }

  /** Commits; subclasses may check something first. */
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
