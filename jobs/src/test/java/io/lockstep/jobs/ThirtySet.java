package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import io.lockstep.run.Lockstep;
import io.lockstep.run.MigrateRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The app {@code thirty}, each of whose scripts writes a line to its table step_log, and what must
 * be true of a database after runs over it.
 */
final class ThirtySet {
  static final Path FOLDER =
      Path.of("../engine/src/test/resources/thirty").toAbsolutePath().normalize();
  static final int NEWEST = 30;

  /** The one migration that has no transaction: cut off, it is done once more from its start. */
  static final String WITHOUT_TRANSACTION = "0015";

  private ThirtySet() {}

  /** The fingerprint of each version from zero, built without disturbance; made once. */
  private static final class Clean {
    static final List<String> FINGERPRINTS = build();

    private static List<String> build() {
      TestDatabase database = TestDatabase.create();
      Lockstep lockstep = database.lockstep(FOLDER);
      List<String> fingerprints = new ArrayList<>(List.of(database.fingerprint()));
      for (int version = 1; version <= NEWEST; version++) {
        lockstep.migrate(MigrateRequest.of(List.of(target(version))));
        fingerprints.add(database.fingerprint());
      }
      return fingerprints;
    }
  }

  static String target(int version) {
    return "thirty " + (version == 0 ? "zero" : String.valueOf(version));
  }

  /** The version that the history table says. */
  static int current(TestDatabase database) {
    int current = 0;
    for (String step : history(database)) {
      int version = Integer.parseInt(step.substring(1));
      current = step.startsWith("V") ? version : version - 1;
    }
    return current;
  }

  /** All is as if nobody had ever been disturbed on the way to this version. */
  static void assertUndisturbed(TestDatabase database, int version) {
    assertNoStepTwiceInOneWay(database);
    assertThat(current(database)).as("version by the history table").isEqualTo(version);
    assertThat(database.fingerprint())
        .as("schema at version %s", version)
        .isEqualTo(Clean.FINGERPRINTS.get(version));
    assertThat(stepLog(database))
        .as("what the scripts themselves wrote")
        .isEqualTo(logged(database));
    assertThat(count(database, "select count(*) from lockstep.run where result = 'running'"))
        .as("runs that the audit thinks alive")
        .isZero();
    assertThat(count(database, "select count(*) from lockstep.lease")).as("leases left").isZero();
    assertThat(count(database, "select count(*) from lockstep.unfinished"))
        .as("marks of unfinished steps left")
        .isZero();
    assertThat(count(database, "select count(*) from lockstep.applied"))
        .as("stored undo scripts")
        .isEqualTo(version);
  }

  private static void assertNoStepTwiceInOneWay(TestDatabase database) {
    int at = 0;
    for (String step : history(database)) {
      String possible = step.startsWith("V") ? "V%04d".formatted(at + 1) : "U%04d".formatted(at);
      assertThat(step).as("next step at version %s", at).isEqualTo(possible);
      at += step.startsWith("V") ? 1 : -1;
    }
  }

  /** All steps, by the history table. */
  private static List<String> history(TestDatabase database) {
    if (!exists(database, "thirty_schema_history")) {
      return List.of();
    }
    assertThat(count(database, "select count(*) from thirty_schema_history where not success"))
        .as("failed rows")
        .isZero();
    return database
        .jdbc()
        .sql(
            """
            select case type when 'SQL' then 'V' when 'DELETE' then 'U' else type end || version
              from thirty_schema_history order by installed_rank
            """)
        .query(String.class)
        .list();
  }

  /** What step_log must hold by the history: it is made by V0001 and dropped by U0001. */
  private static List<String> logged(TestDatabase database) {
    List<String> steps = history(database);
    List<String> sinceFirst = steps.subList(Math.max(0, steps.lastIndexOf("V0001")), steps.size());
    return sinceFirst.contains("U0001") ? List.of() : sinceFirst;
  }

  private static List<String> stepLog(TestDatabase database) {
    if (!exists(database, "step_log")) {
      return List.of();
    }
    List<String> steps = new ArrayList<>();
    for (String step :
        database.jdbc().sql("select step from step_log order by at").query(String.class).list()) {
      boolean again =
          step.endsWith(WITHOUT_TRANSACTION)
              && !steps.isEmpty()
              && steps.get(steps.size() - 1).equals(step);
      if (!again) {
        steps.add(step);
      }
    }
    return steps;
  }

  private static boolean exists(TestDatabase database, String table) {
    return database
        .jdbc()
        .sql("select to_regclass(:table) is not null")
        .param("table", "public." + table)
        .query(Boolean.class)
        .single();
  }

  static int count(TestDatabase database, String sql) {
    return database.jdbc().sql(sql).query(Integer.class).single();
  }
}
