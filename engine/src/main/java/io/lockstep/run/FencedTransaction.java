package io.lockstep.run;

import io.lockstep.database.Session;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * How Lockstep commits on the session that works: the fence comes last, so that nothing of a run
 * commits after it has lost the lock (rule 1), and whoever takes over knows the session.
 */
final class FencedTransaction {
  private FencedTransaction() {}

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
    context.lock().beginWork();
    Session work = context.work();
    return StepTransaction.call(work, body, () -> context.lock().fence().commit(work));
  }
}
