package io.lockstep.plan.contract;

import io.lockstep.audit.RunLogReader;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Target;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the run log says of earlier runs of an app. It is asked only where a contract step may have
 * to wait.
 */
public final class AppRuns {
  private final JdbcClient jdbc;
  private final String schema;

  /**
   * @param schema the schema in which the migrations run
   */
  public AppRuns(JdbcClient jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /**
   * True if the app's last run that reached its target left something applied: before that no
   * version of the application has been started.
   */
  boolean haveReached(AppName app) {
    return new RunLogReader(jdbc).hasReached(schema, app);
  }

  /** True if the app's last run was to this target, and has taken back what must go first. */
  boolean haveBegunWayBack(Target target) {
    return new RunLogReader(jdbc).heldBack(schema).stream().anyMatch(run -> run.isOf(target));
  }
}
