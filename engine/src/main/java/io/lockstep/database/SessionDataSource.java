package io.lockstep.database;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.springframework.jdbc.datasource.ConnectionProxy;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A session's connection as a data source, which can't close it. */
final class SessionDataSource extends SingleConnectionDataSource {
  private volatile Connection connection;
  private volatile Connection notClosing;

  SessionDataSource(Connection connection) {
    super(connection, true);
    this.connection = connection;
    this.notClosing = getCloseSuppressingConnectionProxy(connection);
  }

  /** Has this connection in place of the one before. */
  void goOnWith(Connection other) {
    connection = other;
    notClosing = getCloseSuppressingConnectionProxy(other);
  }

  /**
   * Makes the class of the connection that close() does not end; a JVM can't keep it in a cache.
   */
  static void load() {
    Proxy.newProxyInstance(
        ConnectionProxy.class.getClassLoader(),
        new Class<?>[] {ConnectionProxy.class},
        (proxy, method, arguments) -> method);
  }

  /** Spring's own error for a closed connection has no SQL state, so nobody could recognize it. */
  @Override
  public Connection getConnection() throws SQLException {
    if (connection.isClosed()) {
      throw new SQLNonTransientConnectionException("the connection is broken", "08003");
    }
    return notClosing;
  }
}
