package io.lockstep.plan.check;

import io.lockstep.audit.RunLogReader;
import io.lockstep.targets.AppName;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The runs in a schema, of any catalog, as the run log has them.
 *
 * @param apps the apps that have begun a step, or were adopted
 * @param adoptions the source of each app's adoption, one each
 */
record EarlierRuns(Set<AppName> apps, Set<Adopted> adoptions) {
  /**
   * The adoption of an app by a run.
   *
   * @param how the table that it was adopted from, for people
   */
  record Adopted(AppName app, String how) {}

  /** Reads the run log; a database without Lockstep's tables has no runs. */
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

  /** True if an app other than this one has taken over the content of this table. */
  boolean haveAdoptedFrom(String table, AppName except) {
    return adoptions.stream()
        .anyMatch(
            adopted ->
                !adopted.app().equals(except) && adopted.how().startsWith("adopted from " + table));
  }
}
