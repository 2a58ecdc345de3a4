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
 * A session's connection for others, Flyway for one: they can't close it, and how it commits is not
 * theirs to say.
 */
final class SessionConnection implements InvocationHandler {
  private final Connection target;
  private final SimpleProtocol server;
  private final Session.Commit commit;

  private SessionConnection(Connection target, Session.Commit commit) {
    this.target = target;
    this.server = new SimpleProtocol(target);
    this.commit = commit;
  }

  /** A data source with this connection alone. */
  static SingleConnectionDataSource dataSource(Connection target, Session.Commit commit) {
    return new Source(target, commit);
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
      case "commit" -> {
        if (server.isInTransaction()) { // Flyway also commits where nothing was begun
          commit.run();
        }
        return null;
      }
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

    Source(Connection target, Session.Commit commit) {
      super(proxy(target, commit), false);
      this.target = target;
    }

    private static Connection proxy(Connection target, Session.Commit commit) {
      return (Connection)
          Proxy.newProxyInstance(
              SessionConnection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              new SessionConnection(target, commit));
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
