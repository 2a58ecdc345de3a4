package io.lockstep.run.statement;

import io.lockstep.database.Session;
import io.lockstep.script.PsqlCommandException;
import io.lockstep.script.ScriptScanner;
import io.lockstep.script.Statement;
import io.lockstep.sql.SimpleProtocol;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** Sends a script's statements, one by one, on a session that it then gives back to the driver. */
public final class ScriptSession implements AutoCloseable {
  private final SimpleProtocol server;
  private final ScriptScanner scanner;
  private final Optional<String> dates;
  private final HoldCursors cursors;
  private boolean ended;

  public ScriptSession(Session work, String sql) {
    this(work, sql, Map.of());
  }

  /**
   * @param variables psql's variables that are set
   */
  public ScriptSession(Session work, String sql, Map<String, String> variables) {
    this.server = new SimpleProtocol(work.connection());
    this.scanner = new ScriptScanner(sql, server::standardStrings, variables);
    this.dates = work.sessionSettings().datesOfScript(server.isInTransaction());
    this.cursors = new HoldCursors(server);
  }

  /**
   * Applies the script's DateStyle. Call it before the first statement.
   *
   * @throws StatementFailed if the session is gone
   */
  public void begin() {
    dates.ifPresent(this::send);
  }

  /**
   * Returns the next statement.
   *
   * @throws StatementFailed if it is a command of psql
   */
  public Optional<StatementSender> next() {
    try {
      Optional<Statement> statement = scanner.next();
      statement.ifPresent(cursors::note);
      return statement.map(parsed -> new StatementSender(parsed, scanner, server));
    } catch (PsqlCommandException e) {
      throw new StatementFailed(
          e.line(), e.command(), new SQLException(e.getMessage(), "42601", e));
    }
  }

  public boolean isInTransaction() {
    return server.isInTransaction();
  }

  /** Sends one of Lockstep's own statements. */
  public void send(String sql) {
    try {
      server.run(sql);
    } catch (SQLException e) {
      throw new StatementFailed(0, sql, e);
    }
  }

  /**
   * Does what COMMIT would do first, before the script's settings are gone. Call it after the last
   * statement of a script in a transaction. The session keeps the script's form of dates and texts
   * until Lockstep's own statements begin, because the deferred triggers are still to come.
   *
   * @throws StatementFailed if the query of a cursor WITH HOLD fails
   */
  public void beforeCommit() {
    cursors.complete();
    ended = true;
  }

  /** Gives the session back to the driver after the last statement, outside a transaction. */
  public void end() {
    ended = true;
    try {
      server.giveBack();
    } catch (SQLException e) {
      throw new StatementFailed(0, "", e);
    }
  }

  /**
   * Rolls back a transaction that a script has begun and not ended, as the server does at the end
   * of a psql session.
   *
   * @throws StatementFailed if there is one
   */
  public void rollBackRest() {
    if (server.isInTransaction()) {
      send("rollback");
      throw new StatementFailed(
          0,
          "",
          new SQLException(
              "the script begins a transaction that it does not end, and which was rolled back",
              "25000"));
    }
  }

  /**
   * Rolls back after a failure, and gives the session back to the driver.
   *
   * @throws StatementFailed if the session is gone, and its settings with it
   */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    if (server.isInTransaction()) {
      send("rollback");
    }
    end();
  }
}
