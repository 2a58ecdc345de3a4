package io.lockstep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.internal.util.AbbreviationUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTextTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 199, 200, 201, 203, 999, 1000, 1001, 2000})
  void a_text_is_cut_as_flyway_cuts_it(int length) {
    String text =
        IntStream.range(0, length).mapToObj(Integer::toString).collect(Collectors.joining());
    text = text.substring(0, length);
    assertThat(HistoryText.description(text))
        .isEqualTo(AbbreviationUtils.abbreviateDescription(text));
    assertThat(HistoryText.script(text)).isEqualTo(AbbreviationUtils.abbreviateScript(text));
  }
}
