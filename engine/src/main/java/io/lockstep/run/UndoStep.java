package io.lockstep.run;

import io.lockstep.catalog.App;
import io.lockstep.plan.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;
import org.flywaydb.core.internal.jdbc.Results;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resource.StringResource;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.flywaydb.database.postgresql.PostgreSQLDatabaseType;
import org.flywaydb.database.postgresql.PostgreSQLParser;

/**
 * Takes one version back, which free Flyway can't. The script is read and run by Flyway's own
 * parser and statements, so that it may say all that a migration may (COPY, {@code $$} bodies).
 */
final class UndoStep {
  private final RunContext context;
  private final StepLog steps;
  private final UnfinishedMark mark;
  private final HistoryTable history;
  private final StoredMigrations stored;

  UndoStep(RunContext context, App app, StepLog steps, UnfinishedMark mark) {
    this.context = context;
    this.steps = steps;
    this.mark = mark;
    this.history = new HistoryTable(context.work(), context.schema(), app);
    this.stored = new StoredMigrations(context.schema(), app.name());
  }

  void run(Step.Undo step) throws SQLException {
    context.checkpoint();
    steps.begins(step);
    Duration began = context.pace().elapsed();
    if (step.noTransaction()) {
      outsideTransaction(step, began);
    } else {
      StepTransaction.run(
          context.work(),
          () -> {
            StepTransaction.beforeScript(context, false);
            execute(step);
            StepTransaction.afterScript(context.work());
            record(step, began);
          });
    }
    steps.committed(step, context.pace().elapsed().minus(began));
  }

  private void outsideTransaction(Step.Undo step, Duration began) throws SQLException {
    mark.write(step);
    StepTransaction.beforeScript(context, true);
    try {
      execute(step);
    } catch (RuntimeException e) {
      StepTransaction.afterFailedScript(context.work(), e);
      throw e;
    }
    StepTransaction.afterScript(context.work());
    StepTransaction.run(context.work(), () -> record(step, began));
  }

  private void execute(Step.Undo step) {
    Connection connection = context.work().connection();
    JdbcTemplate jdbc = new JdbcTemplate(connection, new PostgreSQLDatabaseType());
    FluentConfiguration configuration = new FluentConfiguration().placeholderReplacement(false);
    PostgreSQLParser parser = new PostgreSQLParser(configuration, new ParsingContext());
    try (SqlStatementIterator statements = parser.parse(new StringResource(step.undo().sql()))) {
      for (SqlStatement s = statements.next(); s != null; s = statements.next()) {
        Results results = s.execute(jdbc, null, configuration);
        if (results.getException() != null) {
          throw new StatementFailed(s.getLineNumber(), s.getSql(), results.getException());
        }
      }
    }
  }

  private void record(Step.Undo step, Duration began) {
    history.recordUndo(step, context.pace().elapsed().minus(began).toMillis());
    history.recordRepeatablesDue();
    stored.forget(context.work().connection(), step.version());
    mark.remove();
    context.lock().fence().pass(context.work().connection());
  }
}
