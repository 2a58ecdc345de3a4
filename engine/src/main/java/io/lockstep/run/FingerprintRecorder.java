package io.lockstep.run;

import io.lockstep.LockstepException;
import io.lockstep.database.Session;
import io.lockstep.fingerprint.DifferenceLog;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.objects.FingerprintReader;
import io.lockstep.fingerprint.recorded.FingerprintStore;
import io.lockstep.fingerprint.recorded.RecordedDrift;
import io.lockstep.fingerprint.recorded.SchemaChanges;
import io.lockstep.fingerprint.scope.ObjectPatterns;
import io.lockstep.fingerprint.scope.SchemaScope;
import io.lockstep.fingerprint.scope.SchemaScopes;
import io.lockstep.run.session.FencedTransaction;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SessionTransaction;
import io.lockstep.run.step.StepLog;
import io.lockstep.sql.RowNotWritten;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the schema's fingerprint at the end of each run that has begun a step, even a failed one:
 * earlier steps are kept, and a step without a transaction may leave a part. A run without a step
 * records it only where it is due: none exists yet, it has another format or is of another major
 * version of PostgreSQL, or an earlier run died before it recorded one.
 *
 * <p>The record is fenced like a step. A run does not fail if it can't be written: {@code verify}
 * reports that, and the next run records it.
 */
final class FingerprintRecorder {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  /**
   * From so many objects on, a look for what has changed takes less time than reading all of them.
   */
  private static final int LARGE = 3_000;

  private final RunContext context;
  private final ObjectPatterns ignored;
  private final SchemaScopes scopes;
  private final boolean comparable;
  private boolean due;
  private boolean inParts;
  private long run;

  /**
   * @param ignored objects that are neither recorded nor compared
   */
  FingerprintRecorder(
      RunContext context, ObjectPatterns ignored, SchemaScopes scopes, boolean due) {
    this.context = context;
    this.ignored = ignored;
    this.scopes = scopes;
    this.due = due;
    this.comparable = !due;
  }

  /** Receives the log of a plan that was executed, completely or in part. */
  void ended(StepLog steps) {
    if (steps.row() > 0) {
      run = steps.row();
    }
    due |= steps.hasBegun();
  }

  /**
   * Returns the differences between the schema and the last recorded fingerprint, and logs them.
   * Call it before the first step: the run accepts them and records the new state.
   */
  List<String> drift() {
    if (!comparable) {
      return List.of(); // there is nothing to compare with
    }
    return tried(
            "compared with what was recorded",
            () -> {
              context.lock().beginWork(); // a frozen reader's snapshot blocks CONCURRENTLY for ever
              return context
                  .work()
                  .prepared(() -> new SessionTransaction(context.work()).call(this::compare));
            })
        .orElse(List.of());
  }

  private List<String> compare() {
    Optional<RecordedDrift> recorded = store().drift(scope());
    if (recorded.isEmpty()) {
      return List.of();
    }
    inParts = recorded.get().inParts();
    long before = recorded.get().run();
    recorded.get().drift().notes().forEach(note -> log.info("since run {}: {}", before, note));
    List<String> drift = recorded.get().drift().differences();
    DifferenceLog.warn(
        log, "are not as run " + before + " left them; this run takes them as they are", drift);
    return drift;
  }

  /** Records the fingerprint if it is due. */
  void record() {
    if (!due || run == 0 || !context.work().isOpen()) {
      return;
    }
    Duration start = context.clock().elapsed();
    tried(
            "recorded, so that verify can't compare it until the next run",
            () -> context.work().prepared(() -> FencedTransaction.call(context, this::keep)))
        .ifPresent(
            objects -> {
              scopes.recorded(context.schema());
              log.debug(
                  "recorded {} objects of the schema in {} ms",
                  objects,
                  context.clock().elapsed().minus(start).toMillis());
            });
  }

  /** Returns how many objects were read. */
  private int keep() {
    FingerprintStore store = store();
    SchemaScope scope = scope();
    if (!inParts) {
      Fingerprint all = new FingerprintReader(context.work().jdbc()).read(scope);
      if (all.objects().size() < LARGE) {
        store.keep(all, run);
        return all.objects().size();
      }
    }
    SchemaChanges changes = inParts ? store.changes(scope) : store.everything(scope);
    store.keep(changes, run);
    return changes.objects().size();
  }

  private static <T> Optional<T> tried(String purpose, Session.Work<T> work) {
    try {
      return Optional.of(work.result());
    } catch (SQLException | RuntimeException e) {
      if (LockstepException.in(e).isPresent()) {
        log.debug("the lock was lost, and the schema is not {}", purpose, e); // the run reports it
      } else {
        log.warn("the schema could not be {}: {}", purpose, RowNotWritten.reason(e));
      }
      return Optional.empty();
    }
  }

  private SchemaScope scope() {
    return scopes.read(context.work().jdbc(), context.schema(), ignored);
  }

  private FingerprintStore store() {
    return new FingerprintStore(context.work().jdbc(), context.schema());
  }
}
