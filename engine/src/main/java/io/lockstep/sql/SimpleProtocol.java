package io.lockstep.sql;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Encoding;
import org.postgresql.core.PGStream;
import org.postgresql.core.QueryExecutorBase;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * Sends statements as psql does: by the simple query protocol, unchanged, with results thrown away
 * as they come (PostgreSQL manual, "Message Flow").
 *
 * <p>It uses the driver's own stream while the driver is idle, because the driver can't do all that
 * a script may ask for: it closes a connection whose DateStyle or client_encoding changes, needs to
 * know before it sends a COPY, and offers no other access to its stream. This class keeps the
 * driver informed of the transaction's state and of the parameters that the server reports.
 */
public final class SimpleProtocol {
  private static final int LENGTH = 4;
  private static final int CHUNK = 1 << 13;
  private static final String ENCODING = "client_encoding";
  private static final String DATES = "DateStyle";

  private static final Field STREAM = stream();

  private final QueryExecutorBase driver;
  private final PGStream stream;
  private boolean othersDates;
  private boolean othersEncoding;

  /**
   * @param connection a connection of the driver, which must be idle during each call
   */
  public SimpleProtocol(Connection connection) {
    try {
      this.driver = (QueryExecutorBase) connection.unwrap(BaseConnection.class).getQueryExecutor();
      this.stream = (PGStream) STREAM.get(driver);
    } catch (SQLException | ReflectiveOperationException e) {
      throw new IllegalStateException("not a connection of the driver that this was made for", e);
    }
  }

  private static Field stream() {
    try {
      Field field = QueryExecutorBase.class.getDeclaredField("pgStream");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not the driver that this was made for", e);
    }
  }

  /** The session's standard_conforming_strings. */
  public boolean standardStrings() {
    return driver.getStandardConformingStrings();
  }

  /** True if a transaction is open, which may have failed. */
  public boolean isInTransaction() {
    return driver.getTransactionState() != TransactionState.IDLE;
  }

  /**
   * Runs a statement to its end.
   *
   * @param copyData supplies the input of COPY … FROM STDIN
   * @param notices receives each message of the server
   * @throws SQLException from the server; SQLSTATE 08006 if the connection broke, which is then
   *     closed
   */
  public void run(String statement, Supplier<String> copyData, Consumer<SQLWarning> notices)
      throws SQLException {
    send(statement, new Answer(copyData, notices));
  }

  private void send(String statement, Answer answer) throws SQLException {
    try {
      byte[] text = statement.getBytes(StandardCharsets.UTF_8);
      stream.sendChar('Q');
      stream.sendInteger4(LENGTH + text.length + 1);
      stream.send(text);
      stream.sendChar(0);
      stream.flush();
      answer.receive();
    } catch (IOException e) {
      driver.abort();
      throw answer.failure.orElseGet(
          () ->
              new SQLNonTransientConnectionException(
                  "the connection broke: "
                      + Objects.requireNonNullElse(e.getMessage(), "the server has closed it"),
                  "08006",
                  e));
    }
    if (answer.failure.isPresent()) {
      throw answer.failure.get();
    }
  }

  /** Runs a statement to its end, and returns how many rows it has changed, by the server. */
  public long change(String statement, Consumer<SQLWarning> notices) throws SQLException {
    Answer answer = new Answer(() -> "", notices);
    send(statement, answer);
    return answer.count;
  }

  /** Runs Lockstep's own statements, which send no data and return no messages. */
  public void run(String statements) throws SQLException {
    row(statements);
  }

  /**
   * Runs Lockstep's own statements.
   *
   * @return the values of the last row that came, as text; empty for null
   */
  public List<Optional<String>> row(String statements) throws SQLException {
    Answer answer = new Answer(() -> "", notice -> {});
    answer.keepsRow = true;
    send(statements, answer);
    return answer.row;
  }

  /**
   * Gives the connection back to the driver, which reads dates in the ISO form and texts in UTF-8
   * only.
   *
   * @throws SQLException if the connection has broken
   */
  public void giveBack() throws SQLException {
    if (driver.getTransactionState() == TransactionState.FAILED) {
      run("rollback");
    }
    if (othersEncoding) {
      run("set client_encoding = 'UTF8'");
    }
    if (othersDates) {
      run("set datestyle = 'ISO'");
    }
  }

  /** The answer to one statement. */
  private final class Answer {
    private final Supplier<String> copyData;
    private final Consumer<SQLWarning> notices;
    private Optional<SQLException> failure = Optional.empty();
    private Optional<Thread> copy = Optional.empty();
    private boolean keepsRow;
    private long count;
    private List<Optional<String>> row = List.of();

    Answer(Supplier<String> copyData, Consumer<SQLWarning> notices) {
      this.copyData = copyData;
      this.notices = notices;
    }

    void receive() throws IOException {
      int kind;
      do {
        kind = stream.receiveChar();
        int length = stream.receiveInteger4() - LENGTH;
        switch (kind) {
          case 'E' ->
              failed(new PSQLException(new ServerErrorMessage(stream.receiveErrorString(length))));
          case 'N' ->
              notices.accept(
                  new PSQLWarning(new ServerErrorMessage(stream.receiveErrorString(length))));
          case 'S' -> changed(stream.receiveString(), stream.receiveString());
          case 'D' -> {
            if (keepsRow) {
              row = values();
            } else {
              stream.skip(length);
            }
          }
          case 'C' -> count = count(stream.receiveString());
          case 'G' -> {
            stream.skip(length);
            finishCopy();
            copy = Optional.of(copy(copyData.get()));
          }
          case 'Z' -> ready(stream.receiveChar());
          default -> stream.skip(length);
        }
      } while (kind != 'Z');
      finishCopy();
    }

    private List<Optional<String>> values() throws IOException {
      int count = stream.receiveInteger2();
      List<Optional<String>> values = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int length = stream.receiveInteger4();
        values.add(
            length < 0
                ? Optional.empty()
                : Optional.of(new String(stream.receive(length), StandardCharsets.UTF_8)));
      }
      return values;
    }

    /** The last word of {@code UPDATE 5} and {@code INSERT 0 5} (manual, "Message Formats"). */
    private long count(String tag) {
      String last = tag.substring(tag.lastIndexOf(' ') + 1);
      return !last.isEmpty() && Character.isDigit(last.charAt(0)) ? Long.parseLong(last) : 0;
    }

    private void failed(SQLException e) {
      if (failure.isEmpty()) {
        failure = Optional.of(e);
      }
    }

    /**
     * Sends on its own thread: a server whose triggers send more messages than the buffers can hold
     * waits until the client reads them.
     */
    private Thread copy(String data) {
      Thread sender = new Thread(() -> sendCopy(data), "copy data");
      sender.setDaemon(true);
      sender.start();
      return sender;
    }

    private void finishCopy() throws IOException {
      if (copy.isPresent()) {
        try {
          copy.get().join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      }
    }
  }

  private void sendCopy(String data) {
    try {
      int from = 0;
      while (from < data.length()) {
        int to = Math.min(from + CHUNK, data.length());
        if (to < data.length() && Character.isHighSurrogate(data.charAt(to - 1))) {
          to++;
        }
        byte[] bytes = data.substring(from, to).getBytes(StandardCharsets.UTF_8);
        stream.sendChar('d');
        stream.sendInteger4(LENGTH + bytes.length);
        stream.send(bytes);
        from = to;
      }
      stream.sendChar('c');
      stream.sendInteger4(LENGTH);
      stream.flush();
    } catch (IOException e) {
      driver.abort(); // the reading thread gets an error
    }
  }

  private void changed(String parameter, String value) throws IOException {
    switch (parameter) {
      case "standard_conforming_strings" -> driver.setStandardConformingStrings(value.equals("on"));
      case DATES -> othersDates = !value.startsWith("ISO");
      case ENCODING -> {
        othersEncoding = !value.equals("UTF8");
        driver.setEncoding(Encoding.getDatabaseEncoding(value));
      }
      default -> {}
    }
  }

  private void ready(int state) throws IOException {
    driver.setTransactionState(
        switch (state) {
          case 'I' -> TransactionState.IDLE;
          case 'T' -> TransactionState.OPEN;
          case 'E' -> TransactionState.FAILED;
          default -> throw new IOException("no state of a transaction: " + state);
        });
  }
}
