package io.lockstep.database;

import java.sql.Connection;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.base.Schema;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.jdbc.JdbcConnectionFactory;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;
import org.flywaydb.core.internal.jdbc.StatementInterceptor;
import org.flywaydb.database.postgresql.PostgreSQLConnection;
import org.flywaydb.database.postgresql.PostgreSQLDatabase;
import org.flywaydb.database.postgresql.PostgreSQLDatabaseType;
import org.flywaydb.database.postgresql.PostgreSQLSchema;
import org.flywaydb.database.postgresql.PostgreSQLTable;

/**
 * Flyway's PostgreSQL on a {@link Session}, without what we do ourselves, and Flyway would do again
 * around each migration:
 *
 * <ul>
 *   <li>Flyway's own advisory lock: who has a session that writes holds the lock of the database
 *       already. A script may then end all advisory locks of its session, and a session that
 *       outlives its process keeps no lock that nobody knows of.
 *   <li>Role and search path, which {@link Surroundings} set before and after each script.
 *   <li>A look whether schema and history table are there: they are made before, and looked for at
 *       the end of each script.
 * </ul>
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
    return new PreparedDatabase(configuration, connections, interceptor);
  }

  private static final class PreparedDatabase extends PostgreSQLDatabase {
    PreparedDatabase(
        Configuration configuration,
        JdbcConnectionFactory connections,
        StatementInterceptor interceptor) {
      super(configuration, connections, interceptor);
    }

    @Override
    protected PostgreSQLConnection doGetConnection(Connection connection) {
      return new PreparedConnection(this, connection);
    }

    /** As it is: a session has one. */
    @Override
    public boolean useSingleConnection() {
      return true;
    }

    /** Flyway asks for it for placeholders and a result that nobody reads. */
    @Override
    protected String doGetCatalog() {
      return "";
    }
  }

  private static final class PreparedConnection extends PostgreSQLConnection {
    PreparedConnection(PostgreSQLDatabase database, Connection connection) {
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

    @Override
    public PostgreSQLSchema getSchema(String name) {
      return new PreparedSchema(jdbcTemplate, database, name);
    }

    @Override
    public PostgreSQLSchema doGetCurrentSchema() {
      return getSchema("");
    }

    @Override
    protected String getCurrentSchemaNameOrSearchPath() {
      return "";
    }

    @Override
    @SuppressWarnings("rawtypes") // as Flyway declares it
    public void changeCurrentSchemaTo(Schema schema) {}

    @Override
    public void doChangeCurrentSchemaOrSearchPathTo(String schema) {}

    @Override
    protected void doRestoreOriginalState() {}
  }

  private static final class PreparedSchema extends PostgreSQLSchema {
    PreparedSchema(JdbcTemplate jdbc, PostgreSQLDatabase database, String name) {
      super(jdbc, database, name);
    }

    @Override
    protected boolean doExists() {
      return true;
    }

    @Override
    public PreparedTable getTable(String name) {
      return new PreparedTable(jdbcTemplate, database, this, name);
    }
  }

  private static final class PreparedTable extends PostgreSQLTable {
    PreparedTable(
        JdbcTemplate jdbc, PostgreSQLDatabase database, PostgreSQLSchema schema, String name) {
      super(jdbc, database, schema, name);
    }

    @Override
    protected boolean doExists() {
      return true;
    }
  }
}
