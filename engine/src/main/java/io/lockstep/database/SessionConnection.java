package io.lockstep.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A session's connection for others, Flyway for one: they can't close it, and each commit passes a
 * check first.
 */
final class SessionConnection implements InvocationHandler {
  private final Connection target;
  private final Runnable beforeCommit;

  private SessionConnection(Connection target, Runnable beforeCommit) {
    this.target = target;
    this.beforeCommit = beforeCommit;
  }

  /** A data source with this connection alone. */
  static SingleConnectionDataSource dataSource(Connection target, Runnable beforeCommit) {
    return new Source(target, beforeCommit);
  }

  /** Whether a connection is one of a {@link Session}. */
  static boolean isOne(Connection connection) {
    return Proxy.isProxyClass(connection.getClass())
        && Proxy.getInvocationHandler(connection) instanceof SessionConnection;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    switch (method.getName()) {
      case "close" -> {
        return null;
      }
      case "equals" -> {
        return args != null && proxy == args[0];
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      case "commit" -> beforeCommit.run();
      default -> {}
    }
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static final class Source extends SingleConnectionDataSource {
    private final Connection target;

    Source(Connection target, Runnable beforeCommit) {
      super(proxy(target, beforeCommit), false);
      this.target = target;
    }

    private static Connection proxy(Connection target, Runnable beforeCommit) {
      return (Connection)
          Proxy.newProxyInstance(
              SessionConnection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              new SessionConnection(target, beforeCommit));
    }

    /**
     * Spring's own says without an SQL state that it is closed, so that nobody knows it by that.
     */
    @Override
    public Connection getConnection() throws SQLException {
      if (target.isClosed()) {
        throw new SQLNonTransientConnectionException("the connection is broken", "08003");
      }
      return super.getConnection();
    }
  }
}
