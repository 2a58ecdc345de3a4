package io.lockstep.run.step;

import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a step's transaction ended, as the server knows it; nothing else is ever said of it. */
public enum StepOutcome {
  /** None of it is left. */
  ROLLED_BACK,
  /** It is there. */
  COMMITTED,
  /** It could not be asked, or is not over yet; the next run finds out. */
  UNKNOWN;

  /**
   * As far as it is known from a session that began after the transaction: a server that crashed
   * meanwhile, or a standby that was promoted, gives the numbers that it had not on disk to others.
   * Then "committed" is said of another's transaction, while an aborted number means in each case
   * that nothing of ours is there.
   */
  public StepOutcome seenLater() {
    return this == COMMITTED ? UNKNOWN : this;
  }

  /**
   * Asks the server (manual, "System Information Functions", txid_status).
   *
   * @param transaction its number, if it had one
   */
  public static StepOutcome of(JdbcClient jdbc, Optional<Long> transaction) {
    return transaction.map(number -> of(jdbc, number)).orElse(UNKNOWN);
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
