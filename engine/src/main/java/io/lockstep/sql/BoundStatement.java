package io.lockstep.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.StatementCreatorUtils;

/**
 * A statement that writes one row of Lockstep's own, and its values. Several of them can share one
 * message to the server.
 *
 * @param sql has a {@code ?} for each value
 * @param tables the table that gets the row, or all of them if the statement has several
 */
public record BoundStatement(String sql, List<SqlParameterValue> values, String tables) {
  public BoundStatement {
    values = List.copyOf(values);
  }

  /**
   * Executes these statements in their order, and waits for the server once.
   *
   * @throws RowNotWritten unless each has written one row
   */
  public static void execute(Connection connection, BoundStatement... statements) {
    try (PreparedStatement message =
        connection.prepareStatement(
            Arrays.stream(statements).map(BoundStatement::sql).collect(Collectors.joining(";")))) {
      int position = 0;
      for (BoundStatement statement : statements) {
        for (SqlParameterValue value : statement.values()) {
          StatementCreatorUtils.setParameterValue(message, ++position, value, value.getValue());
        }
      }
      message.execute();
      for (BoundStatement statement : statements) {
        RowNotWritten.unlessOne(message.getUpdateCount(), statement.tables());
        message.getMoreResults();
      }
    } catch (SQLException e) {
      throw RowNotWritten.refused(
          Arrays.stream(statements)
              .map(BoundStatement::tables)
              .collect(Collectors.joining(", or to ")),
          e);
    }
  }
}
