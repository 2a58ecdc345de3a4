package io.lockstep.run.baseline;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.database.Session;
import io.lockstep.lock.HeldLock;
import io.lockstep.run.report.Retries;
import io.lockstep.run.report.RunLogWriter;
import io.lockstep.run.session.FencedTransaction;
import io.lockstep.run.session.LockedTask;
import io.lockstep.run.session.ReaderRole;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.ServerRefusals;
import io.lockstep.sql.RowNotWritten;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.dao.DataAccessException;

/**
 * Records what another tool has applied, and executes no migration: in one transaction, under the
 * lock of runs (rules 1 and 2).
 */
public final class BaselineService {
  private final Connector connector;
  private final Catalog catalog;
  private final CancellableClock clock;
  private final Optional<Reader> reader;

  /**
   * @param connector to the database
   * @param catalog the migrations on disk
   * @param reader the role that must be able to read what is applied, if any
   */
  public BaselineService(
      Connector connector, Catalog catalog, CancellableClock clock, Optional<Reader> reader) {
    this.connector = connector;
    this.catalog = catalog;
    this.clock = clock;
    this.reader = reader;
  }

  /**
   * Takes the lock, executes the work completely or not at all, and frees the lock.
   *
   * @param asked what was asked, for errors
   * @param lockWait the longest wait for the lock
   * @throws LockstepException as the work throws it; {@link ExitCode#LOCK_NOT_OBTAINED}, {@link
   *     ExitCode#REFUSED} if a right is missing, {@link ExitCode#UNREACHABLE} if the connection
   *     breaks
   */
  public <T> T underLock(String asked, Duration lockWait, Function<BaselineTransaction, T> work) {
    try {
      return new LockedTask(connector, clock)
          .call(
              asked,
              lockWait,
              (control, session, lock) -> on(control, context(session, lock), work));
    } catch (SQLException | DataAccessException | RowNotWritten e) {
      throw ServerRefusals.explained(e, connector, catalog, asked);
    }
  }

  private RunContext context(Session session, HeldLock lock) {
    return RunContext.of(
        session, connector.settings().schema(), lock, Retries.DEFAULT, clock, catalog, reader);
  }

  /** Executes the work in a fenced transaction, which rolls back if the lock was lost meanwhile. */
  private <T> T on(Session control, RunContext context, Function<BaselineTransaction, T> work)
      throws SQLException {
    new RunLogWriter(
            control.jdbc(),
            context.schema(),
            context.lock().holder(),
            Optional.empty(),
            Optional.empty())
        .closeDeadRuns(Optional.empty());
    ReaderRole.refresh(context);
    context.checkpoint();
    return FencedTransaction.call(context, () -> work.apply(new BaselineTransaction(context)));
  }
}
