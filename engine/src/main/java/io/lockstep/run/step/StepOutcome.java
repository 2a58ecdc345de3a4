package io.lockstep.run.step;

import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outcome of a step's transaction, as the server knows it. Messages claim nothing else. */
public enum StepOutcome {
  /** Nothing of the step is left. */
  ROLLED_BACK,
  /** The step has committed. */
  COMMITTED,
  /** The server could not be asked, or the transaction is still running; the next run finds out. */
  UNKNOWN;

  /**
   * Interprets the answer of a session that began after the transaction. A server that crashed, or
   * a promoted standby, uses numbers again that were not on disk. So "committed" may be the outcome
   * of another transaction, but "aborted" always means that nothing of the step is left.
   */
  public StepOutcome seenLater() {
    return this == COMMITTED ? UNKNOWN : this;
  }

  /**
   * Asks the server (manual, "System Information Functions", txid_status).
   *
   * @param transaction the number of the transaction; without one the script was not begun, so that
   *     nothing can have committed
   */
  public static StepOutcome of(JdbcClient jdbc, Optional<Long> transaction) {
    return transaction.map(number -> of(jdbc, number)).orElse(ROLLED_BACK);
  }

  private static StepOutcome of(JdbcClient jdbc, long transaction) {
    try {
      String status =
          jdbc.sql("select coalesce(pg_catalog.txid_status(:transaction), '')")
              .param("transaction", transaction)
              .query(String.class)
              .single();
      return switch (status) {
        case "aborted" -> ROLLED_BACK;
        case "committed" -> COMMITTED;
        default -> UNKNOWN;
      };
    } catch (DataAccessException e) {
      LoggerFactory.getLogger(StepOutcome.class).debug("can't ask how a step ended", e);
      return UNKNOWN;
    }
  }
}
