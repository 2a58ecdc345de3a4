package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names that {@code --rollout} takes the place of: they go with the next version. */
class OldRolloutFormsTest {
  private static final String REVISION = "r 7 - 1/1 done, uid-1 of r revision 7";
  private static final String GENERATION =
      "shop/r - 7-ab 1/2 done, uid-1 of shop/r generation 7-ab";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  @Test
  void the_new_option_leaves_rows_and_no_warning() {
    assertThat(migrate(Map.of(), "--rollout", "r@7")).isEmpty();
    assertThat(rows()).isEqualTo(REVISION);
  }

  @Test
  void the_old_options_leave_the_same_rows_and_one_warning_with_the_new_one() {
    assertThat(migrate(Map.of(), "--release", "r", "--revision", "7"))
        .singleElement()
        .asString()
        .contains("--release (LOCKSTEP_RELEASE), --revision (LOCKSTEP_REVISION)")
        .endsWith("pass --rollout r@7 (LOCKSTEP_ROLLOUT) instead");
    assertThat(rows()).isEqualTo(REVISION);
  }

  @Test
  void the_variables_of_a_chart_of_before_leave_rows_and_one_warning() {
    assertThat(
            migrate(
                Map.of(
                    "LOCKSTEP_RELEASE",
                    "shop/r",
                    "LOCKSTEP_GENERATION",
                    "7-ab",
                    "LOCKSTEP_TURN",
                    "1/2",
                    "LOCKSTEP_CURRENT",
                    "7-ab")))
        .singleElement()
        .asString()
        .endsWith("pass --rollout shop/r@7-ab (LOCKSTEP_ROLLOUT) instead");
    assertThat(rows()).isEqualTo(GENERATION);
  }

  @Test
  void the_variables_of_this_chart_leave_the_same_rows_and_no_warning() {
    assertThat(
            migrate(
                Map.of(
                    "LOCKSTEP_ROLLOUT",
                    "shop/r@7-ab",
                    "LOCKSTEP_RELEASE",
                    "shop/r",
                    "LOCKSTEP_GENERATION",
                    "7-ab",
                    "LOCKSTEP_TURN",
                    "1/2",
                    "LOCKSTEP_CURRENT",
                    "7-ab")))
        .isEmpty();
    assertThat(rows()).isEqualTo(GENERATION);
  }

  @Test
  void a_warning_names_no_option_that_means_something_else() {
    assertThat(
            migrate(
                Map.of("LOCKSTEP_GENERATION", "7"), "--release=r", "--job=uid-1", "--current=7"))
        .singleElement()
        .asString()
        .contains("--rollout NAME@ID, with an ID that is no number", "LOCKSTEP_JOB, LOCKSTEP_CUR");
  }

  /** Its warnings. */
  private List<String> migrate(Map<String, String> variables, String... options) {
    new MigrationFolder(db).threeTables();
    LockstepProcess.Launch launch =
        LockstepProcess.Launch.on(database, db).with("LOCKSTEP_JOB", "uid-1");
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      launch = launch.with(variable.getKey(), variable.getValue());
    }
    String[] words = new String[options.length + 2];
    System.arraycopy(new String[] {"migrate", "main 1"}, 0, words, 0, 2);
    System.arraycopy(options, 0, words, 2, options.length);
    return launch
        .run(words)
        .exitsWith(0)
        .err()
        .lines()
        .filter(line -> line.contains(" WARN "))
        .toList();
  }

  private String rows() {
    return database
        .jdbc()
        .sql(
            """
            select concat_ws(' ', r.release, coalesce(revision::text, '-'), coalesce(generation, '-'),
                             r.turn || '/' || turns, result) || ', ' || job || ' of ' || identity
              from lockstep.run r join lockstep.rollout_job using (rollout, turn)
            """)
        .query(String.class)
        .single();
  }
}
