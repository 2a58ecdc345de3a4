package io.lockstep.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A session's connection as a data source, which can't close it. */
final class SessionDataSource extends SingleConnectionDataSource {
  private final Connection connection;

  SessionDataSource(Connection connection) {
    super(connection, true);
    this.connection = connection;
  }

  /** Spring's own error for a closed connection has no SQL state, so nobody could recognize it. */
  @Override
  public Connection getConnection() throws SQLException {
    if (connection.isClosed()) {
      throw new SQLNonTransientConnectionException("the connection is broken", "08003");
    }
    return super.getConnection();
  }
}
