package io.lockstep.run.batch;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.catalog.settings.BatchSettings;
import io.lockstep.database.Session;
import io.lockstep.history.BatchProgress;
import io.lockstep.plan.Step;
import io.lockstep.run.report.ChangedRows;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.TableLockRetries;
import io.lockstep.script.ChangingStatement;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a step's statement again and again, until it changes no row of those that are there at
 * one moment. All batches but that one have committed by themselves, so the loop may end between
 * any two of them, and another run goes on from there.
 */
public final class BatchLoop {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final RunContext context;
  private final CancellableClock clock;
  private final Session control;
  private final Step step;
  private final BatchProgressWriter writer;
  private final BatchPauses pauses;
  private final BatchSize size;
  private final BatchSpeed speed;
  private Optional<TargetTable> table = Optional.empty();
  private Optional<Long> tableRows = Optional.empty();
  private Optional<EndlessCheck> endless = Optional.empty();
  private ChangedRows all;
  private ChangedRows here = ChangedRows.NONE;

  /**
   * @param control the session that holds the lock
   * @param before what earlier runs of the step have changed
   */
  public BatchLoop(
      RunContext context,
      Session control,
      App app,
      Step step,
      BatchProgressWriter writer,
      ChangedRows before) {
    BatchSettings settings = app.settings().batches();
    this.context = context;
    this.clock = context.clock();
    this.control = control;
    this.step = step;
    this.writer = writer;
    this.pauses = new BatchPauses(context, control, settings, step.applies());
    this.size = new BatchSize(step.batch().orElseThrow().rows(), settings.target());
    this.speed = new BatchSpeed(clock);
    this.all = before;
  }

  /**
   * Runs all batches.
   *
   * @param committed is told after each batch what all of them have changed
   * @param now the running step, for the log
   * @throws Superseded between two batches, if a newer rollout waits
   * @throws LockstepException if the process is to end, or the step never ends
   */
  public void run(
      BatchTransaction transaction, Consumer<ChangedRows> committed, Supplier<String> now)
      throws SQLException {
    committed.accept(all);
    Duration said = clock.elapsed();
    TableLockRetries retries = new TableLockRetries(context);
    boolean atOneMoment = false;
    boolean foundNone = false;
    while (true) {
      pauses.beforeBatch();
      Duration began = clock.elapsed();
      long most = size.mostRows();
      long changed;
      try {
        changed = transaction.execute(size.rows(), atOneMoment);
      } catch (SQLException | RuntimeException e) {
        if (atOneMoment && !foundNone && SqlStates.isLockTimeout(e)) {
          atOneMoment = false; // a guess that it was the last one; others write, so it may not be
          continue;
        }
        if (!retries.pauseAfter(e)) {
          throw e;
        }
        size.halve();
        atOneMoment = false;
        continue;
      }
      if (changed == 0 && atOneMoment) {
        return;
      }
      atOneMoment = changed < most; // it may well have been the last one
      foundNone = changed == 0;
      if (foundNone) {
        continue;
      }
      Duration took = clock.elapsed().minus(began);
      retries = new TableLockRetries(context);
      all = all.and(changed);
      here = here.and(changed);
      committed.accept(all);
      size.adapt(changed, took);
      if (clock.elapsed().minus(said).compareTo(SAY_AGAIN) >= 0) {
        said = clock.elapsed();
        log.info("{}: {}", now.get(), line());
      }
      if (endless.isPresent()) {
        endless.get().check(here);
      }
      pauses.afterBatch(took);
    }
  }

  /**
   * Writes how far the step is with this batch, in the batch's open transaction and before its
   * commit.
   */
  public void record(long changed) {
    ChangedRows soon = all.and(changed);
    writer.write(soon, speed.with(here.rows() + changed), tableRows);
  }

  /**
   * Looks up the table that the first batch has changed, in its open transaction, where names mean
   * what they mean in the script.
   */
  public void sees(ChangingStatement statement) {
    if (endless.isEmpty()) {
      table = statement.table().flatMap(name -> TargetTable.find(context.work().jdbc(), name));
      Optional<Long> estimate = table.flatMap(found -> found.estimatedRows(control.jdbc()));
      tableRows = estimate.filter(rows -> statement.changesEachOnce());
      endless =
          Optional.of(
              new EndlessCheck(
                  context, step, table.filter(found -> statement.mayRepeat()), estimate));
    }
  }

  private String line() {
    return BatchProgress.line(all.rows(), all.batches(), speed.with(here.rows()), tableRows);
  }
}
