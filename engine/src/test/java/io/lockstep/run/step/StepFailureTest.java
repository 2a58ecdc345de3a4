package io.lockstep.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.history.UndoScript;
import io.lockstep.plan.Step;
import io.lockstep.run.session.Blocking;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepFailureTest {
  @ParameterizedTest
  @CsvSource({"22012, false", "42P01, false", "55P03, true", "40P01, true", "57014, true"})
  void a_session_that_blocked_is_named_only_where_a_wait_was_cut_off(String state, boolean named) {
    Version version = Version.parse("1").orElseThrow();
    Step step =
        new Step.Undo(
            version,
            "t",
            new UndoScript.Stored(new AppName("main"), version, "U1__t.sql", false),
            "U1__t.sql");
    String text =
        StepFailure.of(
                step,
                new SQLException("ERROR: it failed", state),
                StepOutcome.ROLLED_BACK,
                Optional.of(new Blocking("blocked by session 7", false)),
                "")
            .text();
    assertThat(text.contains("blocked by session 7")).isEqualTo(named);
  }
}
