package io.lockstep.run.step;

import io.lockstep.catalog.Callback;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.TableLockRetries;
import io.lockstep.run.statement.ChangeResult;
import io.lockstep.run.statement.CommittingStatement;
import io.lockstep.run.statement.ConcurrentStatement;
import io.lockstep.run.statement.ScriptEndedTransaction;
import io.lockstep.run.statement.ScriptSession;
import io.lockstep.run.statement.SettingStatement;
import io.lockstep.run.statement.StatementFailed;
import io.lockstep.run.statement.StatementSender;
import io.lockstep.run.statement.TransactionRefused;
import io.lockstep.script.BatchScript;
import io.lockstep.script.ChangingStatement;
import io.lockstep.script.PsqlCommandException;
import io.lockstep.script.ScriptScanner;
import io.lockstep.script.Statement;
import io.lockstep.script.StatementPart;
import io.lockstep.script.TransactionControl;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Executes the statements of a migration or an undo script one by one, as psql does. */
final class ScriptRunner {
  private final RunContext context;

  /** True if the script has executed more than statements that set something. */
  private boolean touched;

  /** The number of statements that {@link #begin} has executed and are still to be skipped. */
  private int begunWith;

  ScriptRunner(RunContext context) {
    this.context = context;
  }

  /**
   * Begins a script's transaction with its SET TRANSACTION statements, because these must come
   * before any query, Lockstep's own included; and with LOCK TABLE beside them, since a transaction
   * that sees one moment, by the script's or an administrator's wish, must not see that of before
   * the lock (manual, LOCK). The script locks again, which does nothing more.
   *
   * @param before the callbacks that run in the transaction before the script
   * @return the number of the transaction
   * @throws StatementFailed if a lock is not obtained in time
   */
  Optional<Long> begin(List<Callback> before, String sql) {
    List<Statement> first = new ArrayList<>();
    boolean toTheScript =
        before.stream()
            .allMatch(callback -> addBeforeAnyQuery(callback.script().readToRun(), first));
    if (toTheScript) {
      addBeforeAnyQuery(sql, first);
    }
    try {
      return begin(first);
    } catch (StatementFailed e) {
      throw before.stream()
          .filter(c -> has(c, e))
          .findFirst()
          .map(c -> e.in(c.script().toString()))
          .orElse(e);
    }
  }

  private static boolean has(Callback callback, StatementFailed failed) {
    List<Statement> first = new ArrayList<>();
    addBeforeAnyQuery(callback.script().readToRun(), first);
    return first.stream()
        .anyMatch(s -> s.firstLine() == failed.line() && s.sql().equals(failed.sql()));
  }

  private Optional<Long> begin(List<Statement> first) {
    long ofTransaction = first.stream().filter(TransactionControl::setsTransaction).count();
    boolean again =
        ofTransaction > 0
            || (first.stream().anyMatch(TransactionControl::locks)
                && StepTransaction.seesOneMoment(context.work()));
    begunWith = again && StepTransaction.beginAgain(context, first) ? (int) ofTransaction : 0;
    return StepTransaction.beforeScript(context, false);
  }

  /** Adds a script's statements before any query; returns false if that isn't the whole script. */
  private static boolean addBeforeAnyQuery(String sql, List<Statement> found) {
    try {
      ScriptScanner scanner = new ScriptScanner(sql, () -> true);
      for (Optional<Statement> s = scanner.next(); s.isPresent(); s = scanner.next()) {
        if (!TransactionControl.takesNoSnapshot(s.get())) {
          return false;
        }
        found.add(s.get());
      }
    } catch (PsqlCommandException e) {
      return false; // the script fails there when it is executed
    }
    return true;
  }

  /**
   * Executes the script in the open transaction.
   *
   * @throws StatementFailed at the first statement that fails
   * @throws TransactionRefused if that is the first to do anything, and can't run in one
   * @throws ScriptEndedTransaction as soon as a statement has ended the transaction
   */
  void inTransaction(String sql) {
    touched = false;
    try (ScriptSession script = new ScriptSession(context.work(), sql)) {
      script.begin();
      for (Optional<StatementSender> s = script.next(); s.isPresent(); s = script.next()) {
        StatementSender statement = s.get();
        refuseControl(statement.parsed());
        if (begunWith > 0 && TransactionControl.setsTransaction(statement.parsed())) {
          begunWith--;
          continue;
        }
        try {
          statement.execute(statement.text());
        } catch (StatementFailed e) {
          throw !touched && e.isTransactionRefused() ? new TransactionRefused(e) : e;
        }
        touched = touched || !onlySets(statement.parsed());
        if (!script.isInTransaction()) {
          throw new ScriptEndedTransaction();
        }
        setAgain(script, statement, true);
      }
      script.beforeCommit();
    }
  }

  /**
   * Executes the one statement of a script that runs in batches, in the open transaction.
   *
   * @param size the value of {@code :batch}
   * @throws StatementFailed if it fails, or if the file has got another statement
   */
  ChangeResult change(String sql, long size) {
    Optional<ChangeResult> result = Optional.empty();
    try (ScriptSession script =
        new ScriptSession(context.work(), sql, BatchScript.variables(size))) {
      script.begin();
      for (Optional<StatementSender> s = script.next(); s.isPresent(); s = script.next()) {
        Statement parsed = s.get().parsed();
        if (!parsed.parts().isEmpty()) {
          Optional<ChangingStatement> changing = ChangingStatement.of(parsed);
          if (result.isPresent() || changing.isEmpty()) {
            throw notOne(parsed);
          }
          result = Optional.of(new ChangeResult(changing.get(), s.get().change()));
        }
      }
      script.beforeCommit();
    }
    return result.orElseThrow(() -> new IllegalStateException("a batch without a statement"));
  }

  /** The plan has checked this, but the file is read again for the run. */
  private static StatementFailed notOne(Statement statement) {
    return new StatementFailed(
        statement.firstLine(),
        statement,
        new SQLException("batches repeat one UPDATE, DELETE, INSERT or MERGE", "0A000"));
  }

  private static boolean onlySets(Statement statement) {
    return statement.parts().stream().allMatch(TransactionControl::onlySets);
  }

  /** The plan has checked this, but not what a script's settings make of its backslashes. */
  private static void refuseControl(Statement statement) {
    for (StatementPart part : statement.parts()) {
      if (TransactionControl.is(part)) {
        throw new StatementFailed(
            part.line(),
            statement.sql(),
            new SQLException(
                part.first() + " in a script, whose step is a transaction already", "0A000"));
      }
    }
  }

  /**
   * Executes scripts without a transaction, one after the other on one session. After a failure the
   * session has Lockstep's own settings again.
   *
   * @param scripts calls {@link #withoutTransaction(String)}
   * @throws StatementFailed at the first statement that fails
   */
  void withoutTransaction(Runnable scripts) {
    StepTransaction.beforeScript(context, true);
    try {
      scripts.run();
    } catch (RuntimeException e) {
      StepTransaction.afterFailedScript(context.work(), e);
      throw e;
    }
  }

  /**
   * Executes one script. A statement that lock_timeout ends has done nothing, and is tried again
   * alone, unless it may have committed a part or is in a transaction of the script's own. No
   * statement begins after the lease has expired.
   */
  void withoutTransaction(String sql) {
    try (ScriptSession script = new ScriptSession(context.work(), sql)) {
      script.begin();
      for (Optional<StatementSender> s = script.next(); s.isPresent(); s = script.next()) {
        StatementSender statement = s.get();
        context.lock().verify();
        if (script.isInTransaction()) {
          statement.execute(statement.text());
        } else if (ConcurrentStatement.is(statement.parsed())) {
          withoutLimit(() -> statement.execute(statement.text()));
        } else if (ConcurrentStatement.detaches(statement.parsed())) {
          TableLockRetries.untilObtained(context, () -> detach(statement));
        } else if (CommittingStatement.mayBe(statement.parsed())) {
          statement.execute(statement.text());
        } else {
          TableLockRetries.untilObtained(context, () -> statement.execute(statement.text()));
        }
        setAgain(script, statement, false);
      }
      script.end();
      script.rollBackRest();
    }
  }

  /**
   * Restores the script's settings after RESET, DISCARD or set_config with null. These go back to
   * the driver's connect: to the login's lock_timeout, mostly none, so that readers would wait
   * behind the script (rule 9), and to the machine's time zone. A script can still set other
   * values. Notes what the next script finds in a session of its own only.
   */
  private void setAgain(ScriptSession script, StatementSender statement, boolean local) {
    if (SettingStatement.mayReset(statement.parsed())) {
      script.send(
          context
              .work()
              .sessionSettings()
              .againForScript(context.schema(), context.retries().lockTimeout(), local));
    }
    if (SettingStatement.outlastsScript(statement.parsed())) {
      context.work().outdate();
    }
  }

  /** Detaches a partition, or finishes a DETACH that was cut off, here or in a run that died. */
  private static void detach(StatementSender statement) {
    try {
      statement.execute(statement.text());
    } catch (StatementFailed e) {
      if (!SqlStates.isInAnotherState(e)) {
        throw e;
      }
      statement.execute(ConcurrentStatement.finalizing(statement.parsed().text()));
    }
  }

  /** Executes a statement without lock_timeout, unless the script has set its own. */
  private void withoutLimit(Runnable statement) {
    long ours = context.retries().lockTimeout().toMillis();
    boolean changed = changeLockTimeout(ours, 0);
    statement.run();
    if (changed) {
      changeLockTimeout(0, ours);
    }
  }

  private boolean changeLockTimeout(long from, long to) {
    return context
        .work()
        .jdbc()
        .sql(
            """
            select pg_catalog.set_config('lock_timeout', :to, false)
             where (select setting from pg_catalog.pg_settings where name = 'lock_timeout') = :from
            """)
        .param("to", to + "ms")
        .param("from", String.valueOf(from))
        .query(String.class)
        .optional()
        .isPresent();
  }
}
