package io.lockstep.functions.page.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationScaleTest {
  private static DurationScale of(String... durations) {
    return DurationScale.of(Arrays.stream(durations).map(Duration::parse).toList());
  }

  private static List<String> lines(DurationScale scale) {
    return scale.lines().stream().map(DurationScale.Line::label).toList();
  }

  @Test
  void the_lines_are_those_around_what_took_the_least_and_the_most() {
    assertThat(lines(of("PT0.15S", "PT0.9S"))).containsExactly("1 s", "100 ms");
    assertThat(lines(of("PT0.1S", "PT5M")))
        .containsExactly("10 min", "1 min", "10 s", "1 s", "100 ms");
    assertThat(lines(of("PT0.002S"))).containsExactly("100 ms", "10 ms");
    assertThat(lines(of())).containsExactly("1 s", "100 ms");
  }

  @Test
  void what_takes_ten_times_as_long_is_as_much_higher_everywhere() {
    DurationScale scale = of("PT0.01S", "PT10S");
    double step = scale.height(Duration.ofMillis(100)) - scale.height(Duration.ofMillis(10));
    assertThat(scale.height(Duration.ofSeconds(10)) - scale.height(Duration.ofSeconds(1)))
        .isBetween(step, step + 4); // the lowest is drawn so that it can be seen
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.001S", "PT1S", "PT1M", "PT10H", "PT100H", "PT9000H"})
  void a_bar_is_never_higher_than_the_plot_and_never_nothing(String longest) {
    Duration most = Duration.parse(longest);
    assertThat(DurationScale.of(List.of(most)).height(most)).isBetween(3.0, 84.0);
    assertThat(DurationScale.of(List.of(Duration.ZERO, most)).height(Duration.ZERO))
        .isBetween(3.0, 84.0);
  }
}
