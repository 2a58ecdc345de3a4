package io.lockstep.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b", "1 /2", "99999/99999"})
  void a_turn_is_k_of_n(String text) {
    assertThat(Turn.parse(text)).isEmpty();
  }
}
