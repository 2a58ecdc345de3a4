package io.lockstep.run;

import io.lockstep.database.Session;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * How Lockstep commits on the session that works: the fence comes last, so that nothing of a run
 * commits after it has lost the lock (rule 1), and whoever takes over knows the session. What is
 * not committed is rolled back.
 */
final class FencedTransaction implements AutoCloseable {
  private final RunContext context;
  private boolean committed;

  private FencedTransaction(RunContext context) {
    this.context = context;
  }

  /**
   * Begins one.
   *
   * @throws io.lockstep.LockstepException if the lock was lost
   */
  static FencedTransaction begin(RunContext context) throws SQLException {
    context.lock().beginWork();
    context.work().connection().setAutoCommit(false);
    return new FencedTransaction(context);
  }

  /** Runs a piece of work in a transaction of its own. */
  static void run(RunContext context, Runnable body) throws SQLException {
    call(
        context,
        () -> {
          body.run();
          return true;
        });
  }

  /**
   * Runs a piece of work that has a result in a transaction of its own.
   *
   * @throws io.lockstep.LockstepException if the lock was lost; all is rolled back
   */
  static <T> T call(RunContext context, Supplier<T> body) throws SQLException {
    try (FencedTransaction transaction = begin(context)) {
      T result = body.get();
      transaction.commit();
      return result;
    }
  }

  /**
   * Commits.
   *
   * @throws io.lockstep.LockstepException if the lock was lost
   */
  void commit() throws SQLException {
    context.lock().fence().commit(context.work());
    committed = true;
  }

  @Override
  public void close() throws SQLException {
    Session work = context.work();
    try {
      if (!committed) {
        work.connection().rollback();
      }
    } finally {
      if (work.isOpen()) {
        work.connection().setAutoCommit(true);
      }
    }
  }
}
