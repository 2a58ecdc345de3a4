package io.lockstep.functions.tenants;

import io.lockstep.audit.RunReader;
import io.lockstep.audit.VerificationReader;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Session;
import io.lockstep.database.SqlStates;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.StateReader;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import io.lockstep.tenants.Tenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks at one tenant, by a connection that is closed again at once. */
final class TenantReader {
  private final TenantSource source;
  private final Catalog catalog;

  TenantReader(TenantSource source, Catalog catalog) {
    this.source = source;
    this.catalog = catalog;
  }

  /** One that can't be read says why; the others don't suffer. */
  TenantState read(Tenant tenant) {
    try (Connection connection = ReadOnlyDatabase.source(source.settings(tenant)).getConnection()) {
      connection.setAutoCommit(false);
      JdbcClient jdbc = Session.jdbcOn(connection);
      jdbc.sql(ReadOnlyDatabase.ONE_MOMENT).update();
      TenantState state = look(tenant, jdbc);
      connection.rollback();
      return state;
    } catch (SQLException | RuntimeException e) {
      return TenantState.unread(tenant.name(), SqlStates.firstLine(e));
    }
  }

  private TenantState look(Tenant tenant, JdbcClient jdbc) {
    DatabaseState state = new StateReader(jdbc, source.own().schema()).read(catalog);
    TreeSet<AppName> apps = new TreeSet<>(catalog.apps().keySet());
    apps.addAll(state.histories().keySet());
    Map<String, String> versions = new TreeMap<>();
    apps.forEach(
        app ->
            versions.put(
                app.text(), state.history(app).current().map(Version::toString).orElse("zero")));
    return new TenantState(
        tenant.name(),
        versions,
        new RunReader(jdbc).last(),
        new VerificationReader(jdbc, source.own().schema()).last(),
        Optional.empty());
  }
}
