package io.lockstep.functions.tenants;

import io.lockstep.LockstepException;
import io.lockstep.audit.RunLogReader;
import io.lockstep.audit.VerificationReader;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Session;
import io.lockstep.database.Settings;
import io.lockstep.functions.snapshot.FailureKind;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.functions.snapshot.RedactedReason;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import io.lockstep.tenants.Tenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the state of one tenant on a connection that is closed at once. */
final class TenantStateReader {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.functions");

  private final TenantSource source;
  private final Catalog catalog;

  TenantStateReader(TenantSource source, Catalog catalog) {
    this.source = source;
    this.catalog = catalog;
  }

  /** The state, or the kind of the failure: one tenant does not affect the others. */
  TenantState read(Tenant tenant) {
    try {
      return read(tenant, source.settings(tenant));
    } catch (SQLException | RuntimeException e) {
      log.warn("{} can't be read: {}", tenant, said(e));
      return TenantState.unread(tenant.name(), problem(tenant, FailureKind.of(e)));
    }
  }

  private TenantState read(Tenant tenant, Settings settings) throws SQLException {
    try (Connection connection = ReadOnlyDatabase.source(settings).getConnection()) {
      connection.setAutoCommit(false);
      JdbcClient jdbc = Session.jdbcOn(connection);
      jdbc.sql(ReadOnlyDatabase.ONE_MOMENT).update();
      TenantState state = look(tenant, settings.schema(), jdbc);
      connection.rollback();
      return state;
    }
  }

  private static String said(Exception e) {
    return LockstepException.in(e)
        .map(LockstepException::text)
        .orElseGet(() -> String.valueOf(e.getMessage()))
        .lines()
        .findFirst()
        .orElse("");
  }

  private String problem(Tenant tenant, FailureKind kind) {
    return kind == FailureKind.NO_DATABASE
        ? "database \"%s\" does not exist"
            .formatted(tenant.database().orElse(source.own().database()))
        : kind.text() + "; the log says more";
  }

  private TenantState look(Tenant tenant, String schema, JdbcClient jdbc) {
    DatabaseState state = new SchemaHistoryReader(jdbc, schema).read(catalog);
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
        new RunLogReader(jdbc).last(schema).map(RedactedReason::withoutPlaces),
        new VerificationReader(jdbc, schema).last(),
        Optional.empty());
  }
}
