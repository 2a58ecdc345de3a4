package io.lockstep.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"main 0001", "main 1", "main V0001", " main\t1 ", "main 1.0", "main v1_0"})
  void all_ways_to_write_a_version_name_the_same(String text) {
    assertThat(Target.parse(text))
        .isEqualTo(new Target(new AppName("main"), new Goal.At(Version.of("0001"))));
  }

  @Test
  void zero_and_latest_are_words() {
    assertThat(Target.parse("a_b-C9 zero").goal()).isEqualTo(new Goal.Zero());
    assertThat(Target.parse("main latest").goal()).isEqualTo(new Goal.Latest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "main",
        "main 0001 0002",
        "main'; drop table x",
        "../x 1",
        "main 0001;--",
        "main -1",
        "main 1\u200b", // a space of no width
        "main la\u0442est", // a Cyrillic т
        "main 1\u001b[2J",
        "main 0001__initial",
        "main LATEST",
        "mаin 1", // a Cyrillic а
        "main １", // a full-width digit
        "main ١", // an Arabic-Indic digit
        "main\u00a01",
        "main 1\u0000",
        "main \u202e1",
        "a23456789012345678901234567890123456789_1 1",
      })
  void anything_else_is_wrong_usage_with_the_way_to_write_it(String text) {
    LockstepException problem =
        catchThrowableOfType(LockstepException.class, () -> Target.parse(text));
    assertThat(problem.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(problem.text().lines().count()).isLessThanOrEqualTo(3);
    assertThat(problem.text()).contains("\"APP VERSION\"").matches("[\\x20-\\x7e…\\n]*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s 1", "main %s", "%s"})
  void ten_thousand_characters_are_not_shown(String target) {
    String text = target.formatted("1".repeat(10_000));
    LockstepException problem =
        catchThrowableOfType(LockstepException.class, () -> Target.parse(text));
    assertThat(problem.text()).hasSizeLessThan(400);
  }

  @Test
  void versions_are_ordered_by_number() {
    assertThat(Version.of("2")).isLessThan(Version.of("10"));
    assertThat(Version.of("1.2")).isLessThan(Version.of("1.10"));
    assertThat(Version.of("20261124063000123456789"))
        .isGreaterThan(Version.of("20261124063000123456788"));
    assertThat(Version.of("1.0.0"))
        .isEqualByComparingTo(Version.of("1"))
        .isEqualTo(Version.of("1"));
    assertThat(Version.of("1.0.1")).isGreaterThan(Version.of("1"));
    assertThat(Version.of("0.0")).isLessThan(Version.of("0.1")).isEqualTo(Version.of("000"));
    assertThat(Version.of("0001").canonical()).isEqualTo("1");
    assertThat(Version.of("01_10.00").canonical()).isEqualTo("1.10");
  }
}
