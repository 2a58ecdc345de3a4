package io.lockstep.run.statement;

import io.lockstep.database.Session;
import io.lockstep.script.PsqlCommandException;
import io.lockstep.script.ScriptScanner;
import io.lockstep.sql.SimpleProtocol;
import java.sql.SQLException;
import java.util.Optional;

/** A script on its way: its statements, one by one, on a session that the driver gets back. */
public final class ScriptSession implements AutoCloseable {
  private final SimpleProtocol server;
  private final ScriptScanner scanner;
  private final Optional<String> dates;
  private boolean ended;

  public ScriptSession(Session work, String sql) {
    this.server = new SimpleProtocol(work.connection());
    this.scanner = new ScriptScanner(sql, server::standardStrings);
    this.dates = work.sessionSettings().datesOfScript(server.isInTransaction());
  }

  /**
   * Makes the session the script's, before its first statement.
   *
   * @throws StatementFailed if the session is gone
   */
  public void begin() {
    dates.ifPresent(this::send);
  }

  /**
   * The statement that comes next.
   *
   * @throws StatementFailed at a command of psql's
   */
  public Optional<StatementSender> next() {
    try {
      return scanner.next().map(statement -> new StatementSender(statement, scanner, server));
    } catch (PsqlCommandException e) {
      throw new StatementFailed(
          e.line(), e.command(), new SQLException(e.getMessage(), "42601", e));
    }
  }

  public boolean isInTransaction() {
    return server.isInTransaction();
  }

  /** Sends a statement of ours. */
  public void send(String sql) {
    try {
      server.run(sql);
    } catch (SQLException e) {
      throw new StatementFailed(0, sql, e);
    }
  }

  /** Gives the session back to the driver after the last statement. */
  public void end() {
    ended = true;
    try {
      server.giveBack();
    } catch (SQLException e) {
      throw new StatementFailed(0, "", e);
    }
  }

  /**
   * Takes back what a script without a transaction has begun: psql would end its session now, and
   * the server take it back.
   *
   * @throws StatementFailed if there is something
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
   * After a failure the session is as new.
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
