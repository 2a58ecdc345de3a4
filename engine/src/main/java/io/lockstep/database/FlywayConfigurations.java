package io.lockstep.database;

import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;

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
    return new FluentConfiguration()
        .dataSource(session.dataSource())
        .schemas(schema)
        .table(table)
        .locations(new String[0])
        .resourceProvider(scripts)
        .javaMigrationClassProvider(List::of)
        .skipDefaultCallbacks(true)
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
  }
}
