package io.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AbridgedTest {
  @Test
  void three_names_are_said_and_the_rest_is_counted() {
    assertThat(Abridged.names(List.of("a"))).isEqualTo("a");
    assertThat(Abridged.names(List.of("a", "b", "c"))).isEqualTo("a, b, c");
    assertThat(Abridged.names(List.of("a", "b", "c", "d", "e"))).isEqualTo("a, b, c and 2 more");
  }

  @Test
  void a_sentence_of_many_versions_is_said_once_at_its_first_place() {
    List<String> lines =
        IntStream.rangeClosed(1, 434)
            .mapToObj(n -> "a %d can't be taken back".formatted(n))
            .toList();
    assertThat(Abridged.lines(lines))
        .containsExactly("a 1 can't be taken back (the same: 2, 3, 4 and 430 more)");
  }

  @Test
  void other_sentences_and_other_apps_have_their_own_lines() {
    List<String> lines =
        List.of(
            "a 1 is changed",
            "b 1 is changed",
            "db/a/U2__x.sql takes back 2, and there is none of that number",
            "a 2 is changed",
            "no number here",
            "db/a/U3__y.sql takes back 3, and there is none of that number");
    assertThat(Abridged.lines(lines))
        .containsExactly(
            "a 1 is changed (the same: 2)",
            "b 1 is changed",
            "db/a/U2__x.sql takes back 2, and there is none of that number (the same: db/a/U3__y.sql)",
            "no number here");
    assertThat(Abridged.lines(List.of("a1 1 is changed", "a1 2 is changed", "a2 1 is changed")))
        .containsExactly("a1 1 is changed (the same: a1 2, a2 1)");
  }
}
