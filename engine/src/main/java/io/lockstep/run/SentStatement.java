package io.lockstep.run;

import io.lockstep.database.SimpleProtocol;
import io.lockstep.script.ScriptScanner;
import io.lockstep.script.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.PSQLException;

/** A statement of a script, which may have to be sent again, with the same COPY data. */
final class SentStatement {
  private final Statement parsed;
  private final ScriptScanner scanner;
  private final SimpleProtocol server;
  private final List<String> data = new ArrayList<>();
  private int read;

  /**
   * @param scanner that has read it, and its data comes from
   */
  SentStatement(Statement parsed, ScriptScanner scanner, SimpleProtocol server) {
    this.parsed = parsed;
    this.scanner = scanner;
    this.server = server;
  }

  Statement parsed() {
    return parsed;
  }

  SimpleProtocol server() {
    return server;
  }

  /**
   * Sends it.
   *
   * @throws StatementFailed if it does
   */
  void execute() {
    execute(parsed.text());
  }

  /**
   * Sends another in its place.
   *
   * @throws StatementFailed if it fails
   */
  void execute(String sql) {
    read = 0;
    try {
      server.run(sql, this::data, ServerMessages::tell);
    } catch (SQLException e) {
      throw new StatementFailed(line(e), parsed, e);
    }
  }

  private String data() {
    if (read == data.size()) {
      data.add(scanner.data());
    }
    return data.get(read++);
  }

  /** Where the server says the error is, or where the statement begins. */
  private int line(SQLException e) {
    int position =
        e instanceof PSQLException server && server.getServerErrorMessage() != null
            ? server.getServerErrorMessage().getPosition()
            : 0;
    return position > 0 ? parsed.lineOfCharacter(position) : parsed.firstLine();
  }
}
