package io.lockstep.run.session;

import io.lockstep.database.Session;
import io.lockstep.lock.Fence;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * A transaction on the working session that only the lock's holder can commit: the fence is its
 * last statement (rule 1). The lease records the session, so that the next holder can end it.
 */
public final class FencedTransaction extends SessionTransaction {
  private final Fence fence;

  private FencedTransaction(RunContext context) throws SQLException {
    super(context.work());
    this.fence = context.lock().fence();
  }

  /**
   * Begins a transaction.
   *
   * @throws io.lockstep.LockstepException if the lock was lost
   */
  public static FencedTransaction begin(RunContext context) throws SQLException {
    context.lock().beginWork();
    return new FencedTransaction(context);
  }

  /** Runs a piece of work in a transaction of its own. */
  public static void run(RunContext context, Runnable body) throws SQLException {
    begin(context).run(body);
  }

  /**
   * Runs a piece of work that has a result in a transaction of its own.
   *
   * @throws io.lockstep.LockstepException if the lock was lost; all is rolled back
   */
  public static <T> T call(RunContext context, Supplier<T> body) throws SQLException {
    return begin(context).call(body);
  }

  /** Commits only with the lock; else throws a LockstepException. */
  @Override
  void commit(Session session) throws SQLException {
    fence.commit(session);
  }
}
