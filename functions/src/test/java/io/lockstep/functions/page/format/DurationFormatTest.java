package io.lockstep.functions.page.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationFormatTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.999S, 999 ms",
    "PT1.25S, 1.2 s",
    "PT59.999S, 59.9 s",
    "PT61S, 1 min 1 s",
    "PT59M59S, 59 min 59 s",
    "PT25H3M, 25 h 3 min"
  })
  void a_duration_is_written_in_the_units_that_fit_it(Duration duration, String text) {
    assertThat(DurationFormat.text(duration)).isEqualTo(text);
  }
}
