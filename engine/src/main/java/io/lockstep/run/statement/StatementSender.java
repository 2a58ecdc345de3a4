package io.lockstep.run.statement;

import io.lockstep.script.ScriptScanner;
import io.lockstep.script.Statement;
import io.lockstep.sql.SimpleProtocol;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A statement of a script. It can be sent again, with the same COPY data. */
public final class StatementSender {
  /** Finds the line of the COPY data in the server's message, in most languages. */
  private static final Pattern COPY_LINE =
      Pattern.compile("^COPY [^,\n]*, \\D{0,20}(\\d{1,9})", Pattern.MULTILINE);

  private final Statement parsed;
  private final ScriptScanner scanner;
  private final SimpleProtocol server;
  private final List<String> data = new ArrayList<>();
  private final List<Integer> dataLines = new ArrayList<>();
  private int read;

  /**
   * @param scanner has read the statement, and reads its data
   */
  StatementSender(Statement parsed, ScriptScanner scanner, SimpleProtocol server) {
    this.parsed = parsed;
    this.scanner = scanner;
    this.server = server;
  }

  public Statement parsed() {
    return parsed;
  }

  /** The statement as it is in the script. */
  public String text() {
    return parsed.text();
  }

  /**
   * Sends a text: the statement's own, or another one in its place.
   *
   * @throws StatementFailed if it fails
   */
  public void execute(String sql) {
    read = 0;
    try {
      server.run(sql, this::data, ServerMessages::tell);
    } catch (SQLException e) {
      throw new StatementFailed(line(e), parsed, e);
    }
  }

  /**
   * Sends the statement, and returns how many rows it has changed.
   *
   * @throws StatementFailed if it fails
   */
  public long change() {
    try {
      return server.change(parsed.text(), ServerMessages::tell);
    } catch (SQLException e) {
      throw new StatementFailed(line(e), parsed, e);
    }
  }

  private String data() {
    if (read == data.size()) {
      dataLines.add(scanner.dataLine());
      data.add(scanner.data());
    }
    return data.get(read++);
  }

  /** Returns the line of the error if the server reports it; else the statement's first line. */
  private int line(SQLException e) {
    ServerErrorMessage message =
        e instanceof PSQLException server ? server.getServerErrorMessage() : null;
    if (message == null) {
      return parsed.firstLine();
    }
    if (message.getPosition() > 0) {
      return parsed.lineOfCharacter(message.getPosition());
    }
    Matcher copy = COPY_LINE.matcher(String.valueOf(message.getWhere()));
    return read > 0 && copy.find()
        ? dataLines.get(read - 1) + Integer.parseInt(copy.group(1)) - 1
        : parsed.firstLine();
  }
}
