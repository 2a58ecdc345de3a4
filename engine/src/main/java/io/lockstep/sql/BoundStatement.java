package io.lockstep.sql;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A statement without a result, and its values. Several of them can share one message to the
 * server.
 *
 * @param sql has a {@code ?} for each value
 */
public record BoundStatement(String sql, List<SqlParameterValue> values) {
  public BoundStatement {
    values = List.copyOf(values);
  }

  /**
   * Executes these statements in their order, and waits for the server once.
   *
   * @return how many rows the first has written
   */
  public static int execute(JdbcClient jdbc, BoundStatement... statements) {
    return jdbc.sql(
            Arrays.stream(statements).map(BoundStatement::sql).collect(Collectors.joining(";")))
        .params(Arrays.stream(statements).flatMap(one -> one.values().stream()).toList())
        .update();
  }
}
