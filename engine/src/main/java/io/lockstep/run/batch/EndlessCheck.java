package io.lockstep.run.batch;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.plan.Step;
import io.lockstep.run.report.ChangedRows;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SessionTransaction;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Notices a step that never ends, because its statement changes the same rows again and again: in
 * one run it has changed more than twice as many rows as the table has. The table's rows are
 * counted only where pg_class shows that this may be so, or doesn't know, and then not before twice
 * as many have been changed again. A table that pg_class doesn't know may have been larger when the
 * step began, so its first count only says how many rows are too many.
 */
final class EndlessCheck {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");
  private static final int TIMES = 2;

  /** The batch after which a table is counted that was never analyzed. */
  private static final int UNKNOWN_SINCE = 10;

  private final RunContext context;
  private final Step step;
  private final Optional<TargetTable> table;
  private long due;
  private int dueSince;
  private boolean estimated;

  /**
   * @param table empty if nothing can be compared
   * @param estimate the rows that it has by pg_class
   */
  EndlessCheck(
      RunContext context, Step step, Optional<TargetTable> table, Optional<Long> estimate) {
    this.context = context;
    this.step = step;
    this.table = table;
    this.estimated = estimate.isPresent();
    this.due = estimate.map(rows -> TIMES * rows).orElse(0L);
    this.dueSince = estimate.isPresent() ? 0 : UNKNOWN_SINCE;
  }

  /**
   * Checks after a batch, between two transactions.
   *
   * @param changed what this run has changed of the step
   * @throws LockstepException ({@link ExitCode#MIGRATION_FAILED}) if the step never ends
   */
  void check(ChangedRows changed) throws SQLException {
    if (table.isPresent() && changed.rows() > due && changed.batches() >= dueSince) {
      Optional<Long> rows = count(table.get());
      if (estimated && rows.isPresent() && changed.rows() > TIMES * rows.get()) {
        throw endless(table.get(), changed, rows.get());
      }
      due = Math.max(TIMES * changed.rows(), TIMES * rows.orElse(0L));
      dueSince = 0;
      estimated = true;
    }
  }

  private Optional<Long> count(TargetTable counted) throws SQLException {
    try {
      return Optional.of(
          new SessionTransaction(context.work())
              .call(() -> counted.countedRows(context.work().jdbc())));
    } catch (DataAccessException e) {
      if (SqlStates.isForbidden(e) || SqlStates.isLockTimeout(e) || SqlStates.isUndefined(e)) {
        log.debug("can't count the rows of {}", counted.name(), e);
        return Optional.empty();
      }
      throw e;
    }
  }

  private LockstepException endless(TargetTable of, ChangedRows changed, long rows) {
    return new LockstepException(
        ExitCode.MIGRATION_FAILED,
        step.action() + " " + step.file(),
        String.format(
            Locale.ROOT,
            "changed %,d rows, the table %s has %,d: the statement changes the same rows again",
            changed.rows(),
            of.name(),
            rows),
        "Add a condition that excludes rows that are done (WHERE new_column IS NULL), and run again.");
  }
}
