package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.SchemaText;
import io.lockstep.TestDatabase;
import io.lockstep.run.Lockstep;
import io.lockstep.run.report.MigrateRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

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

  /** Builds what the assertions compare with, which takes a while. */
  static void warmUp() {
    assertThat(Clean.FINGERPRINTS).hasSize(NEWEST + 1);
  }

  static String target(int version) {
    return "thirty " + (version == 0 ? "zero" : String.valueOf(version));
  }

  /** The version that the history table says. */
  static int current(JdbcClient jdbc) {
    int current = 0;
    for (String step : history(jdbc)) {
      int version = Integer.parseInt(step.substring(1));
      current = step.startsWith("V") ? version : version - 1;
    }
    return current;
  }

  /** All is as if nobody had ever been disturbed on the way to this version. */
  static void assertUndisturbed(JdbcClient jdbc, int version) {
    assertNoStepTwiceInOneWay(jdbc);
    assertThat(current(jdbc)).as("version by the history table").isEqualTo(version);
    assertThat(SchemaText.of(jdbc, "public"))
        .as("schema at version %s", version)
        .isEqualTo(Clean.FINGERPRINTS.get(version));
    assertThat(stepLog(jdbc)).as("what the scripts themselves wrote").isEqualTo(logged(jdbc));
    assertThat(count(jdbc, "select count(*) from lockstep.run where result = 'running'"))
        .as("runs that the audit thinks alive")
        .isZero();
    assertThat(count(jdbc, "select count(*) from lockstep.lease")).as("leases left").isZero();
    assertThat(count(jdbc, "select count(*) from lockstep.unfinished"))
        .as("marks of unfinished steps left")
        .isZero();
    assertThat(count(jdbc, "select count(*) from lockstep.applied"))
        .as("stored undo scripts")
        .isEqualTo(version);
  }

  /**
   * What a killed run may leave: whole steps, and at most a part of the one that has no
   * transaction, which is marked then.
   */
  static void assertLegal(JdbcClient jdbc) {
    assertNoStepTwiceInOneWay(jdbc);
    int version = current(jdbc);
    boolean marked =
        exists(jdbc, "lockstep.unfinished")
            && count(jdbc, "select count(*) from lockstep.unfinished") > 0;
    assertThat(SchemaText.of(jdbc, "public"))
        .as("schema at version %s", version)
        .isIn(marked ? partsOfTheUnfinished() : List.of(Clean.FINGERPRINTS.get(version)));
    List<String> steps = stepLog(jdbc);
    String last = steps.isEmpty() ? "" : steps.get(steps.size() - 1);
    List<String> logged = logged(jdbc);
    if (marked && last.endsWith(WITHOUT_TRANSACTION) && steps.size() > logged.size()) {
      steps.remove(steps.size() - 1);
    }
    assertThat(steps).as("what the scripts themselves wrote").isEqualTo(logged);
  }

  /** Without the index, with it, and with one that is INVALID. */
  private static List<String> partsOfTheUnfinished() {
    int version = Integer.parseInt(WITHOUT_TRANSACTION);
    String with = Clean.FINGERPRINTS.get(version);
    String invalid = with.replaceAll("(?m)^(index .*vehicle_code_idx.*) true$", "$1 false");
    assertThat(invalid).isNotEqualTo(with);
    return List.of(Clean.FINGERPRINTS.get(version - 1), with, invalid);
  }

  private static void assertNoStepTwiceInOneWay(JdbcClient jdbc) {
    int at = 0;
    for (String step : history(jdbc)) {
      String possible = step.startsWith("V") ? "V%04d".formatted(at + 1) : "U%04d".formatted(at);
      assertThat(step).as("next step at version %s", at).isEqualTo(possible);
      at += step.startsWith("V") ? 1 : -1;
    }
  }

  /** All steps, by the history table. */
  private static List<String> history(JdbcClient jdbc) {
    if (!exists(jdbc, "public.thirty_schema_history")) {
      return List.of();
    }
    assertThat(count(jdbc, "select count(*) from thirty_schema_history where not success"))
        .as("failed rows")
        .isZero();
    return jdbc.sql(
            """
            select case type when 'SQL' then 'V' when 'DELETE' then 'U' else type end || version
              from thirty_schema_history order by installed_rank
            """)
        .query(String.class)
        .list();
  }

  /** What step_log must hold by the history: it is made by V0001 and dropped by U0001. */
  private static List<String> logged(JdbcClient jdbc) {
    List<String> steps = history(jdbc);
    List<String> sinceFirst = steps.subList(Math.max(0, steps.lastIndexOf("V0001")), steps.size());
    return sinceFirst.contains("U0001") ? List.of() : sinceFirst;
  }

  private static List<String> stepLog(JdbcClient jdbc) {
    if (!exists(jdbc, "public.step_log")) {
      return List.of();
    }
    List<String> steps = new ArrayList<>();
    for (String step :
        jdbc.sql("select step from step_log order by at").query(String.class).list()) {
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

  static boolean exists(JdbcClient jdbc, String table) {
    return jdbc.sql("select to_regclass(:table) is not null")
        .param("table", table)
        .query(Boolean.class)
        .single();
  }

  static int count(JdbcClient jdbc, String sql) {
    return jdbc.sql(sql).query(Integer.class).single();
  }
}
