package io.lockstep.status;

import io.lockstep.audit.RunLogReader;
import io.lockstep.history.AppHistory;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds out whether a run to a target has left its app above it on purpose: the rest is taken back
 * when the new pods are gone.
 */
public final class HalfWayBack {
  private final RunLogReader runs;
  private final String schema;

  /**
   * @param schema the schema in which the migrations run
   */
  public HalfWayBack(JdbcClient jdbc, String schema) {
    this.runs = new RunLogReader(jdbc);
    this.schema = schema;
  }

  /** True if the app is where such a run has left it. */
  public boolean holds(Target target, AppHistory history) {
    return history
        .current()
        .map(Version::toString)
        .filter(at -> runs.hasHeldBack(schema, target, at))
        .isPresent();
  }
}
