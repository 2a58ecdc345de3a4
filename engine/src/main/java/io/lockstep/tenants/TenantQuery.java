package io.lockstep.tenants;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.sql.SqlStates;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lists the tenants by a query of the user's. Each row has a {@code name}, and those of {@code
 * host}, {@code port}, {@code database}, {@code schema}, {@code user}, {@code password_file} and
 * {@code sslmode} that differ from the program's own settings, within the limits of {@link
 * TenantRow}. The query can't write, and its search path is pg_catalog.
 */
public final class TenantQuery {
  private static final List<String> COLUMNS =
      List.of("name", "host", "port", "database", "schema", "user", "password_file", "sslmode");

  private final String sql;
  private final TenantPasswords passwords;

  public TenantQuery(String sql) {
    this(sql, TenantPasswords.DEFAULT);
  }

  /**
   * @param sql the query
   * @param passwords the folder of the files that a row may name
   */
  public TenantQuery(String sql, TenantPasswords passwords) {
    this.sql = sql;
    this.passwords = passwords;
  }

  /**
   * Executes the query in the connector's database.
   *
   * @throws LockstepException {@link ExitCode#UNREACHABLE}, {@link ExitCode#USAGE} if the query
   *     fails, or {@link ExitCode#REFUSED} if a row has a forbidden value
   */
  public TenantList read(Connector connector) {
    return TenantList.read(connector, jdbc -> read(jdbc, connector.settings()));
  }

  /**
   * Executes the query in the caller's transaction, which should be read-only.
   *
   * @param own the defaults of each tenant
   * @throws LockstepException {@link ExitCode#USAGE} if the query fails, {@link ExitCode#REFUSED}
   *     if a row has a forbidden value
   */
  public List<Tenant> read(JdbcClient jdbc, Settings own) {
    try {
      return jdbc.sql(sql).query((rs, i) -> tenant(rs)).list().stream()
          .map(tenant -> new TenantRow(tenant).checked(own, passwords))
          .toList();
    } catch (DataAccessException e) {
      throw wrong(SqlStates.firstLine(e)).causedBy(e);
    }
  }

  private static Tenant tenant(ResultSet rs) throws SQLException {
    Map<String, String> row = new HashMap<>();
    ResultSetMetaData columns = rs.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String column = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
      if (!COLUMNS.contains(column)) {
        throw wrong("its column " + column + " is none of " + String.join(", ", COLUMNS));
      }
      Optional.ofNullable(rs.getString(i)).ifPresent(value -> row.put(column, value));
    }
    return new Tenant(
        value(row, "name").orElseThrow(() -> wrong("a row has no name")),
        value(row, "host"),
        value(row, "port").map(TenantQuery::port),
        value(row, "database"),
        value(row, "schema"),
        value(row, "user"),
        Optional.empty(),
        value(row, "password_file"),
        value(row, "sslmode"));
  }

  private static Optional<String> value(Map<String, String> row, String column) {
    return Optional.ofNullable(row.get(column)).filter(text -> !text.isBlank());
  }

  private static int port(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > Tenant.MAX_PORT) {
      throw wrong("its port " + text + " is none");
    }
    return port;
  }

  private static LockstepException wrong(String why) {
    return new LockstepException(
        ExitCode.USAGE,
        "the query that lists the tenants",
        why,
        "Give one like: select name, database from public.tenant order by name");
  }
}
