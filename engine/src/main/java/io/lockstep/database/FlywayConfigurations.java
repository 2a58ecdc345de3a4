package io.lockstep.database;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** How Flyway is set up wherever we have it run something. */
public final class FlywayConfigurations {
  private FlywayConfigurations() {}

  /**
   * Flyway on this session, for these scripts only: nothing is searched, on disk or on the class
   * path. The connections must be a session's, so that Flyway takes no lock of its own ({@link
   * SessionDatabaseType}).
   */
  public static FluentConfiguration of(
      DataSource connections, String schema, String table, ResourceProvider scripts) {
    return new FluentConfiguration()
        .dataSource(connections)
        .schemas(schema)
        .table(table)
        .locations(new String[0])
        .resourceProvider(scripts)
        .javaMigrationClassProvider(List::of)
        .skipDefaultCallbacks(true);
  }
}
