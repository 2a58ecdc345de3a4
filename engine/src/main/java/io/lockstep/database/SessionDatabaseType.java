package io.lockstep.database;

import java.sql.Connection;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.jdbc.JdbcConnectionFactory;
import org.flywaydb.core.internal.jdbc.StatementInterceptor;
import org.flywaydb.database.postgresql.PostgreSQLConnection;
import org.flywaydb.database.postgresql.PostgreSQLDatabase;
import org.flywaydb.database.postgresql.PostgreSQLDatabaseType;

/**
 * Flyway's PostgreSQL on a {@link Session}, without Flyway's own advisory lock: who has a session
 * that writes holds the lock of the database already. A script may then end all advisory locks of
 * its session, and a session that outlives its process keeps no lock that nobody knows of.
 *
 * <p>Flyway finds this class by its plug-in list (META-INF/services) and asks it first. It leaves
 * every connection that is not ours to Flyway's own type.
 */
public final class SessionDatabaseType extends PostgreSQLDatabaseType {
  @Override
  public int getPriority() {
    return super.getPriority() + 1;
  }

  @Override
  public boolean handlesDatabaseProductNameAndVersion(
      String name, String version, Connection connection) {
    return SessionConnection.isOne(connection);
  }

  @Override
  public PostgreSQLDatabase createDatabase(
      Configuration configuration,
      JdbcConnectionFactory connections,
      StatementInterceptor interceptor) {
    return new LockFreeDatabase(configuration, connections, interceptor);
  }

  private static final class LockFreeDatabase extends PostgreSQLDatabase {
    LockFreeDatabase(
        Configuration configuration,
        JdbcConnectionFactory connections,
        StatementInterceptor interceptor) {
      super(configuration, connections, interceptor);
    }

    @Override
    protected PostgreSQLConnection doGetConnection(Connection connection) {
      return new LockFreeConnection(this, connection);
    }
  }

  private static final class LockFreeConnection extends PostgreSQLConnection {
    LockFreeConnection(PostgreSQLDatabase database, Connection connection) {
      super(database, connection);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Flyway declares it
    public <T> T lock(Table table, Callable<T> callable) {
      try {
        return callable.call();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new FlywayException(e);
      }
    }
  }
}
