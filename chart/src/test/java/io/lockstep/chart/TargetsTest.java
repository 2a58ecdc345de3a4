package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.LockstepException;
import io.lockstep.targets.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class TargetsTest {
  @Test
  void every_bad_target_is_named_with_its_place_and_its_fault() {
    assertThat(
            Chart.refusal(
                "migrations: {targets: ['main', 'main latest', 'polls newest', 'a b c', 'sh.op 1']}"))
        .contains("migrations.targets[0]: \"main\" has no version")
        .contains("migrations.targets[2]: \"polls newest\" has a version that is neither a number")
        .contains("migrations.targets[3]: \"a b c\" is not an app and a version")
        .contains("migrations.targets[4]: \"sh.op 1\" has a bad app name")
        .doesNotContain("targets[1]");
  }

  @Test
  void a_target_that_is_no_text_is_refused_by_the_schema() {
    assertThat(Chart.refusal("migrations: {targets: [1]}"))
        .contains("/migrations/targets/0", "want string");
  }

  @Test
  void the_same_app_may_come_twice() {
    assertThat(Chart.render("migrations: {targets: [main zero, main latest]}").jobs()).hasSize(2);
  }

  @Test
  void without_targets_there_are_no_jobs() {
    assertThat(Chart.render("migrations: {targets: []}").jobs()).isEmpty();
    assertThat(Chart.render("migrations: {enabled: false}").jobs()).isEmpty();
  }

  static Stream<String> texts() {
    return Stream.of(
        "main latest",
        "main zero",
        "main 0001",
        "main V0001",
        "main v1_0",
        "main 1.2.3",
        " main\t1 ",
        "-a_B-9 1",
        "a".repeat(40) + " 1",
        "main " + "1".repeat(50),
        "a".repeat(41) + " 1",
        "main " + "1".repeat(51),
        "",
        " ",
        "main",
        "main LATEST",
        "main -1",
        "main 1.",
        "main 0001__initial",
        "../x 1",
        "mаin 1", // a Cyrillic а
        "main 0001 0002",
        "main $(id)");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void the_chart_accepts_exactly_what_the_engine_accepts(String text) {
    String values =
        new JsonMapper().writeValueAsString(Map.of("migrations", Map.of("targets", List.of(text))));
    assertThat(Chart.refusal(values).equals("accepted")).isEqualTo(isTarget(text));
  }

  private static boolean isTarget(String text) {
    try {
      Target.parse(text);
      return true;
    } catch (LockstepException e) {
      return false;
    }
  }
}
