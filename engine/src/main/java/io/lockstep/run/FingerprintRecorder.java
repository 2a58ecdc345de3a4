package io.lockstep.run;

import io.lockstep.LockstepException;
import io.lockstep.fingerprint.DifferenceLog;
import io.lockstep.fingerprint.Drift;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.FingerprintReader;
import io.lockstep.fingerprint.FingerprintStore;
import io.lockstep.fingerprint.ObjectPatterns;
import io.lockstep.fingerprint.RecordedFingerprint;
import io.lockstep.fingerprint.SchemaScope;
import io.lockstep.run.session.FencedTransaction;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SessionTransaction;
import io.lockstep.run.step.StepLog;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the schema's fingerprint at the end of a run that has begun a step, however that ended:
 * the steps before a failed one are kept, and one without a transaction may leave a part of itself.
 * A run that has begun none does so only where it is due: nothing is recorded yet, another major
 * version of PostgreSQL or another format was, or an earlier run died before it could.
 *
 * <p>It is fenced like a step, and no reason for a run to fail: who verifies is told that nothing
 * was recorded, and the next run makes up for it.
 */
final class FingerprintRecorder {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final RunContext context;
  private final ObjectPatterns ignored;
  private boolean due;
  private long run;

  /**
   * @param ignored what is neither recorded nor compared
   */
  FingerprintRecorder(RunContext context, ObjectPatterns ignored, boolean due) {
    this.context = context;
    this.ignored = ignored;
    this.due = due;
  }

  /** A plan was executed as far as this says. */
  void ended(StepLog steps) {
    if (steps.row() > 0) {
      run = steps.row();
    }
    due |= steps.hasBegun();
  }

  /**
   * What was done by hand since a run has recorded the schema, also said in the log: the run that
   * is about to do a step takes it as it is and records it, so this is the last moment to see it.
   */
  List<String> drift() {
    if (due) {
      return List.of(); // nothing is there to compare with
    }
    return tried(
            "compared with what was recorded",
            () -> {
              context.lock().beginWork(); // a frozen reader's snapshot blocks CONCURRENTLY for good
              return new SessionTransaction(context.work()).call(this::compare);
            })
        .orElse(List.of());
  }

  private List<String> compare() {
    Optional<RecordedFingerprint> recorded = store().find();
    if (recorded.isEmpty()) {
      return List.of();
    }
    SchemaScope scope = scope();
    Drift all = recorded.get().driftTo(read(scope), scope);
    all.notes().forEach(note -> log.info("since run {}: {}", recorded.get().run(), note));
    List<String> drift = all.differences();
    DifferenceLog.warn(
        log,
        "are not as run " + recorded.get().run() + " left them; this run takes them as they are",
        drift);
    return drift;
  }

  /** Records, if there is something to record. */
  void record() {
    if (!due || run == 0 || !context.work().isOpen()) {
      return;
    }
    Duration start = context.clock().elapsed();
    tried(
            "recorded, so that verify can't compare it until the next run",
            () -> FencedTransaction.call(context, this::keep))
        .ifPresent(
            fingerprint ->
                log.debug(
                    "recorded {} objects of the schema in {} ms",
                    fingerprint.objects().size(),
                    context.clock().elapsed().minus(start).toMillis()));
  }

  private Fingerprint keep() {
    Fingerprint fingerprint = read(scope());
    store().keep(fingerprint, run);
    return fingerprint;
  }

  private static <T> Optional<T> tried(String purpose, SqlSupplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (SQLException | RuntimeException e) {
      if (LockstepException.in(e).isPresent()) {
        log.debug("the lock was lost, and the schema is not {}", purpose, e); // the run says so
      } else {
        log.warn("the schema could not be {}: {}", purpose, SqlStates.firstLine(e));
      }
      return Optional.empty();
    }
  }

  private SchemaScope scope() {
    return SchemaScope.read(context.work().jdbc(), context.schema(), ignored);
  }

  private Fingerprint read(SchemaScope scope) {
    return new FingerprintReader(context.work().jdbc()).read(scope);
  }

  private interface SqlSupplier<T> {
    T get() throws SQLException;
  }

  private FingerprintStore store() {
    return new FingerprintStore(context.work().jdbc(), context.schema());
  }
}
