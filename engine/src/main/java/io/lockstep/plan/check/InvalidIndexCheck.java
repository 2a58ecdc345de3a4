package io.lockstep.plan.check;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.history.UndoScriptReader;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.plan.UnfinishedCheck;
import io.lockstep.plan.check.InvalidIndexes.Index;
import io.lockstep.targets.AppName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds remains of a step's own earlier try that would be in its way when it is repeated: CREATE
 * INDEX CONCURRENTLY leaves an INVALID index if it is interrupted, and IF NOT EXISTS would then
 * accept that as a good one (PostgreSQL manual, "Building Indexes Concurrently").
 *
 * <p>{@link UnfinishedCheck} finds out whether such a step was begun, and makes the run go on with
 * it, for any kind of statement. This class looks only at indexes: those that have become INVALID
 * since the step began, in any schema and under any name, and those that its script names.
 */
public final class InvalidIndexCheck {
  private final InvalidIndexes indexes;
  private final UndoScriptReader stored;
  private final String schema;

  /**
   * @param jdbc the session to read with
   * @param schema the schema in which the migrations run
   */
  public InvalidIndexCheck(JdbcClient jdbc, String schema) {
    this.indexes = new InvalidIndexes(jdbc, schema);
    this.stored = new UndoScriptReader(jdbc, schema, true);
    this.schema = schema;
  }

  /**
   * Refuses a plan with a step whose own remains are in its way.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) naming the index and how to drop it
   */
  void refuse(List<Plan> plans) {
    if (plans.stream().flatMap(p -> p.steps().stream()).noneMatch(Step::noTransaction)) {
      return;
    }
    List<Index> invalid = indexes.all();
    for (Plan plan : plans) {
      for (Step step : plan.steps()) {
        inTheWayOf(plan.app().name(), step, invalid)
            .ifPresent(
                index -> {
                  throw new LockstepException(
                      ExitCode.REFUSED,
                      step.action() + " " + step.file(),
                      "index "
                          + index.text()
                          + " is there, but INVALID: an earlier try was cut off half way",
                      "Drop it: "
                          + index.drop()
                          + "; then run again. (A script that begins with DROP INDEX CONCURRENTLY IF EXISTS heals itself.)");
                });
      }
    }
  }

  /**
   * Notes the INVALID indexes before a step without a transaction, in the transaction that is open.
   * The caller passes the fence.
   */
  public void begins(AppName app, Step step) {
    indexes.note(app, step);
  }

  /**
   * Checks the indexes after the last statement of a step without a transaction has ended well.
   *
   * @throws LockstepException ({@link ExitCode#MIGRATION_FAILED}) if an index has become INVALID
   *     since {@link #begins}, in any schema
   */
  public void refuseNew(AppName app, Step step) {
    indexes.leftBy(app, step, indexes.all()).stream()
        .findFirst()
        .ifPresent(
            index -> {
              throw new LockstepException(
                  ExitCode.MIGRATION_FAILED,
                  step.action() + " " + step.file(),
                  "it has left index " + index.text() + " INVALID",
                  "Drop it: "
                      + index.drop()
                      + "; correct the script so that it can be done again, and run again.");
            });
  }

  /** Deletes the note when the step has ended well, in the transaction that is open. */
  public void ended(AppName app, Step step) {
    indexes.forget(app, step);
  }

  /** Deletes the note of a version's step that counts as ended, in the transaction that is open. */
  public void ended(AppName app) {
    indexes.forget(app);
  }

  private Optional<Index> inTheWayOf(AppName app, Step step, List<Index> invalid) {
    if (!step.noTransaction() || invalid.isEmpty()) {
      return Optional.empty();
    }
    String sql = text(step);
    return Stream.concat(
            indexes.leftBy(app, step, invalid).stream(),
            invalid.stream().filter(index -> names(sql, index)))
        .filter(index -> !replaces(sql, index.name()))
        .findFirst();
  }

  /**
   * An index of another schema counts only if the script names that schema, too: many schemas may
   * have an index of the same name, and CREATE INDEX names the schema with the table.
   */
  private boolean names(String sql, Index index) {
    return mentions(sql, index.name())
        && (index.schema().equals(schema) || mentions(sql, index.schema()));
  }

  private String text(Step step) {
    if (step instanceof Step.Undo undo) {
      return undo.undo().read(stored);
    }
    return step.onDisk().orElseThrow().read();
  }

  private static boolean mentions(String sql, String name) {
    return Pattern.compile(
            "(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])", Pattern.CASE_INSENSITIVE)
        .matcher(sql)
        .find();
  }

  /** True if the script drops the index, or builds it again, which makes an INVALID one valid. */
  private static boolean replaces(String sql, String index) {
    return Pattern.compile(
            "(DROP|REINDEX(\\s*\\([^)]*\\))?)\\s+INDEX\\s+(CONCURRENTLY\\s+)?(IF\\s+EXISTS\\s+)?[^;]*?(?<![\\w$])"
                + Pattern.quote(index)
                + "(?![\\w$])",
            Pattern.CASE_INSENSITIVE)
        .matcher(sql)
        .find();
  }
}
