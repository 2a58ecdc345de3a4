package io.lockstep.database;

import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** How Flyway is set up wherever we have it run something. */
public final class FlywayConfigurations {
  private FlywayConfigurations() {}

  /**
   * Flyway on this session, for these scripts only: nothing is searched, on disk or on the class
   * path. Its own lock must not be held in a transaction, or CREATE INDEX CONCURRENTLY waits for it
   * forever (Flyway issue 1654).
   */
  public static FluentConfiguration of(
      Session session, String schema, String table, ResourceProvider scripts) {
    FluentConfiguration configuration =
        new FluentConfiguration()
            .dataSource(session.dataSource())
            .schemas(schema)
            .table(table)
            .locations(new String[0])
            .resourceProvider(scripts)
            .javaMigrationClassProvider(List::of)
            .skipDefaultCallbacks(true);
    // By name it would be the same, but Flyway then resolves all settings anew, which takes longer
    // than most migrations.
    configuration
        .getPluginRegister()
        .getExact(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration;
  }
}
