package io.lockstep.run.step;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.callback.CallbackEvent;
import io.lockstep.database.Session;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.run.batch.Superseded;
import io.lockstep.run.report.StepError;
import io.lockstep.run.session.Blocking;
import io.lockstep.run.session.Namesakes;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SessionLost;
import io.lockstep.run.session.TableLockRetries;
import io.lockstep.run.statement.ScriptEndFailed;
import io.lockstep.run.statement.ServerDetails;
import io.lockstep.run.statement.StatementFailed;
import io.lockstep.run.statement.TransactionRefused;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Executes plans, step by step, under the lock. */
public final class PlanExecutor {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final RunContext context;
  private final Session watcher;

  /**
   * @param watcher a second session, which finds the sessions that block the first one
   */
  public PlanExecutor(RunContext context, Session watcher) {
    this.context = context;
    this.watcher = watcher;
  }

  /**
   * Executes all steps of a plan that {@link PlanPreparation} has prepared, and records the result.
   *
   * @throws LockstepException if one fails; the steps before it are kept
   */
  public void execute(Plan plan, StepLog steps) {
    steps.planBegins();
    if (plan.isEmpty()) {
      return;
    }
    UnfinishedMark mark = new UnfinishedMark(context, plan);
    StepExecutor executor = new StepExecutor(context, watcher, plan, steps, mark);
    try (TerminationWatch ending = new TerminationWatch(context.work(), context.clock())) {
      for (Step planned : plan.steps()) {
        context.refreshLogin();
        TableLockRetries retries = new TableLockRetries(context);
        Optional<Step> next = Optional.of(planned);
        while (next.isPresent()) {
          Step step = next.get();
          try (BlockerWatch watch = watch(steps)) {
            try {
              executor.execute(step);
              next = Optional.empty();
            } catch (SQLException | RuntimeException e) {
              next = again(step, e, steps, ending, watch.seen(), retries);
            }
          }
        }
      }
      steps.planReached();
    } catch (Superseded newer) {
      LockstepException recorded =
          steps
              .inDoubtStep()
              .map(open -> newer.recorded().with(open.ended(StepOutcome.COMMITTED)))
              .orElse(newer.recorded());
      log.info("superseded: {}", recorded.text());
      steps.planFailed(recorded);
      throw newer;
    } catch (LockstepException problem) {
      steps.planFailed(problem);
      callAfterFailure(executor, steps, problem);
      throw problem;
    } catch (RuntimeException e) {
      steps.failed(SessionLost.reason(e));
      throw e;
    }
  }

  /**
   * Executes the callbacks of a failure as Flyway does: not if what has failed is a callback before
   * or after all migrations. If one fails itself, the run still reports the first error.
   */
  @SuppressWarnings("try") // SIGTERM ends the callbacks, too
  private void callAfterFailure(StepExecutor executor, StepLog steps, LockstepException problem) {
    Optional<Step> failed = steps.inDoubtStep().map(InDoubtStep::step);
    if (problem.exit() == ExitCode.TERMINATED || failed.isEmpty() || !context.work().isOpen()) {
      return;
    }
    Optional<StatementFailed> statement = StatementFailed.behind(problem);
    try (TerminationWatch ending = new TerminationWatch(context.work(), context.clock())) {
      if (failed.get().applies() && statement.flatMap(StatementFailed::callback).isEmpty()) {
        executor.afterFailure(CallbackEvent.AFTER_EACH_MIGRATE_ERROR);
      }
      if (isAmongMigrations(failed.get())) {
        executor.afterFailure(CallbackEvent.AFTER_MIGRATE_ERROR);
      }
    } catch (SQLException | RuntimeException e) {
      StepError error = StepError.of(e);
      log.warn("a callback of the failure has failed, too{}: {}", error.where(), error.reason());
      endIfLost(e);
    }
  }

  /** The lock is not free before a session that may still be at work on the server has ended. */
  private void endIfLost(Exception e) {
    if (cutOff(e)) {
      try {
        context.lock().endWork();
      } catch (LockstepException | DataAccessException ended) {
        log.debug("the next holder of the lock ends the session", ended);
      }
    }
  }

  private static boolean isAmongMigrations(Step step) {
    return !(step instanceof Step.Call call)
        || call.callback().name().event() == CallbackEvent.AFTER_VERSIONED
        || call.callback().name().event() == CallbackEvent.BEFORE_REPEATABLES;
  }

  /**
   * Returns the step to try after a failure that has left nothing: the same if lock_timeout has
   * ended its transaction, or one without a transaction if the server demands that. {@link
   * ScriptRunner} tries the statements of a step without a transaction again.
   *
   * @throws RuntimeException if the step has failed
   */
  private Optional<Step> again(
      Step step,
      Exception e,
      StepLog steps,
      TerminationWatch ending,
      Optional<Blocking> blockers,
      TableLockRetries retries) {
    if (e instanceof TransactionRefused) {
      return Optional.of(withoutTransaction(step, steps));
    }
    if (e instanceof Superseded newer) {
      throw newer;
    }
    if (step.noTransaction()
        || step.batch().isPresent()
        || !SqlStates.isLockTimeout(e)
        || outcome(steps) == StepOutcome.COMMITTED
        || !retries.pause(blockers)) {
      throw ending.hasCancelled() && SqlStates.isCancelled(e)
          ? ended(step, steps, e)
          : problem(step, steps, e, blockers);
    }
    return Optional.of(step);
  }

  private static Step withoutTransaction(Step refused, StepLog steps) {
    log.info(
        "{} can't run in a transaction, and has done nothing yet: it is done again without one",
        refused.file());
    Step without = refused.withoutTransaction();
    steps.goesOnAs(refused, without);
    return without;
  }

  /**
   * True if our connection is lost: a script that uses another server may fail with the same codes.
   */
  private boolean cutOff(Exception e) {
    return !context.work().isOpen()
        || (SqlStates.isSessionGone(e) && StatementFailed.behind(e).isEmpty());
  }

  /**
   * True if the server takes no changes any more; or if another session has cancelled a statement
   * of Lockstep's own, in a transaction that is rolled back.
   */
  private boolean isInterrupted(Step step, StepLog steps, Exception e) {
    if (SqlStates.isReadOnly(e)) {
      return isServerReadOnly();
    }
    return SqlStates.isCancelled(e)
        && !step.noTransaction()
        && StatementFailed.behind(e).isEmpty()
        && !(e instanceof ScriptEndFailed)
        && outcome(steps) == StepOutcome.ROLLED_BACK;
  }

  /** False if only a script has made its own session or transaction so. */
  private boolean isServerReadOnly() {
    try {
      return watcher
          .jdbc()
          .sql("select pg_catalog.current_setting('transaction_read_only')::pg_catalog.bool")
          .query(Boolean.class)
          .single();
    } catch (DataAccessException e) {
      return true; // a new session finds out
    }
  }

  /**
   * True if the server has ended the session by a setting that scripts make. One that was idle in a
   * transaction may go on where all is rolled back: this process may have been frozen.
   */
  private static boolean endsItself(Step step, Exception e) {
    return SqlStates.isTransactionTimeout(e)
        || (step.noTransaction() && SqlStates.isIdleTimeout(e));
  }

  private BlockerWatch watch(StepLog steps) {
    int watched = context.work().pid();
    return new BlockerWatch(
        watcher,
        watched,
        new ProgressLog(watcher, watched, steps, context.clock()),
        context.lock().timer(),
        context.retries().lockTimeout());
  }

  private RuntimeException problem(
      Step step, StepLog steps, Exception e, Optional<Blocking> blockers) {
    Optional<LockstepException> ours = LockstepException.in(e);
    if (ours.isPresent() && hasLostLeaseByItself(step, ours.get())) {
      return new LockstepException(
              ExitCode.LOCK_NOT_OBTAINED,
              step.action() + " " + step.file(),
              "the lock was lost, since the script has changed its row in lockstep.lease",
              steps.left(step, outcome(steps))
                  + " Leave the tables in the schema lockstep alone: correct the file and run"
                  + " again.")
          .causedBy(e);
    }
    if (ours.isPresent()) {
      return steps
          .inDoubtStep()
          .map(open -> ours.get().with(open.ended(outcome(steps))))
          .orElse(ours.get());
    }
    if ((cutOff(e) && !endsItself(step, e)) || isInterrupted(step, steps, e)) {
      return new SessionLost(e);
    }
    ServerDetails.log(e);
    StepOutcome outcome = outcome(steps);
    LockstepException failure =
        StepFailure.of(step, e, outcome, blockers, steps.left(step, outcome));
    return Namesakes.wayOut(watcher.jdbc(), context.schema(), e).map(failure::with).orElse(failure);
  }

  /** True if the lease was lost only for the step's transaction, which was rolled back. */
  private boolean hasLostLeaseByItself(Step step, LockstepException problem) {
    return problem.exit() == ExitCode.LOCK_NOT_OBTAINED
        && !step.noTransaction()
        && context.lock().isOurs();
  }

  /** The error of a step that was cancelled after SIGTERM. */
  private LockstepException ended(Step step, StepLog steps, Exception e) {
    String asked = context.clock().endingReason();
    String at = step.action() + " " + step.file();
    StepError error = StepError.of(e);
    String next = steps.left(step, outcome(steps)) + " Run the same command again to go on.";
    return new LockstepException(
            ExitCode.TERMINATED, asked, at + error.where() + " was cancelled", next)
        .recordedAs(asked, at + error.place() + " was cancelled", next)
        .causedBy(e);
  }

  private StepOutcome outcome(StepLog steps) {
    return StepOutcome.of(watcher.jdbc(), steps.transaction());
  }
}
