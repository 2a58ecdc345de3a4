package io.lockstep.plan.contract;

import io.lockstep.audit.RunLogReader;
import io.lockstep.targets.AppName;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds out whether a run has ever brought an app to a target: before that no version of the
 * application has been started. Asks only where a contract step is pending.
 */
public final class ReleasedApps {
  private final JdbcClient jdbc;
  private final String schema;

  /**
   * @param schema the schema in which the migrations run
   */
  public ReleasedApps(JdbcClient jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** True if the app's last run that reached its target left something applied. */
  boolean has(AppName app) {
    return new RunLogReader(jdbc).hasReached(schema, app);
  }
}
