package io.lockstep.plan;

import io.lockstep.audit.RunLogReader;
import io.lockstep.targets.AppName;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the run log says of the runs in a schema, of whatever catalog.
 *
 * @param apps those of which a step was begun, or which were adopted
 * @param adoptions how an app was adopted, one each
 */
record EarlierRuns(Set<AppName> apps, Set<Adopted> adoptions) {
  /**
   * That a run has adopted an app.
   *
   * @param how from which table, for people
   */
  record Adopted(AppName app, String how) {}

  /** Reads it; of a database without Lockstep's tables there are none. */
  static EarlierRuns read(JdbcClient jdbc, String schema) {
    EarlierRuns runs = new EarlierRuns(new HashSet<>(), new HashSet<>());
    new RunLogReader(jdbc)
        .begunApps(schema)
        .forEach(
            (name, adoptions) -> {
              AppName app = new AppName(name);
              runs.apps.add(app);
              adoptions.forEach(how -> runs.adoptions.add(new Adopted(app, how)));
            });
    return runs;
  }

  /** Whether an app other than this has taken over what is in this table. */
  boolean haveAdoptedFrom(String table, AppName except) {
    return adoptions.stream()
        .anyMatch(
            adopted ->
                !adopted.app().equals(except) && adopted.how().startsWith("adopted from " + table));
  }
}
