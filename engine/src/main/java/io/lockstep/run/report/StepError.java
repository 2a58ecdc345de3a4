package io.lockstep.run.report;

import io.lockstep.othertools.MissingTable;
import io.lockstep.run.statement.StatementFailed;
import io.lockstep.script.StatementExcerpt;
import io.lockstep.sql.RowNotWritten;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The statement of a script that failed, and the reason.
 *
 * @param callback the file of the callback that failed within the step; empty if its own script did
 * @param line the line of the error or of the statement's beginning, if known
 * @param statement its text, shortened, on one line; empty if it is not known
 * @param reason PostgreSQL's message, and a way out if the mistake is not in the file
 * @param recorded the reason without words that may quote rows
 * @param lacksObject whether an object does not exist that the statement names: a schema, a table,
 *     a type, a role, a function
 * @param lacksFile whether the server itself lacks a feature or a file, mostly an extension's
 */
public record StepError(
    Optional<String> callback,
    Optional<Integer> line,
    String statement,
    String reason,
    String recorded,
    boolean lacksObject,
    boolean lacksFile) {
  /** Returns the error that this exception describes. */
  public static StepError of(Throwable thrown) {
    String own =
        RowNotWritten.behind(thrown)
            .filter(row -> row.getCause() != null)
            .map(row -> row.what() + ": ")
            .orElse("");
    String reason =
        SqlStates.sqlException(thrown)
            .map(e -> own + reason(e))
            .orElse(String.valueOf(thrown.getMessage()));
    String recorded =
        SqlStates.sqlException(thrown)
            .filter(e -> !SqlStates.isWithoutRows(e))
            .map(e -> own + withheld(e))
            .orElse(reason);
    boolean lacksObject = SqlStates.isUndefined(thrown);
    Optional<StatementFailed> statement = StatementFailed.behind(thrown);
    Optional<StatementFailed> known = statement.filter(failed -> failed.line() > 0);
    return new StepError(
        statement.flatMap(StatementFailed::callback),
        known.map(StatementFailed::line),
        known.map(failed -> StatementExcerpt.of(failed.sql())).orElse(""),
        reason,
        recorded,
        lacksObject,
        SqlStates.isNotOnServer(thrown));
  }

  private static String reason(SQLException e) {
    String said = SqlStates.firstLine(e);
    String wayOut =
        SqlStates.isTableUndefined(e)
            ? MissingTable.wayOut(said).map(way -> "; " + way).orElse("")
            : "";
    return said + " (SQLSTATE " + e.getSQLState() + ")" + wayOut;
  }

  private static String withheld(SQLException e) {
    return "SQLSTATE " + e.getSQLState() + "; PostgreSQL's words may quote rows: see the run's log";
  }

  /** {@code line 3} with a space before it; empty if no line is known. */
  public String place() {
    return callback.map(file -> ", in its callback " + file).orElse("")
        + line.map(number -> " line " + number).orElse("");
  }

  /** {@code line 3 (drop table x)} with a space before it; empty if no line is known. */
  public String where() {
    return place() + line.map(number -> " (" + statement + ")").orElse("");
  }
}
