package io.lockstep.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FingerprintDifferenceTest {
  private static String change(String before, String after) {
    return new FingerprintDifference.Change("column q.c", Optional.of(before), Optional.of(after))
        .toString();
  }

  @Test
  void a_change_shows_what_of_the_definition_differs() {
    assertThat(change("integer\nnot null", "bigint\nnot null"))
        .isEqualTo("~ column q.c: integer → bigint");
    assertThat(change("integer", "integer\nnot null")).isEqualTo("~ column q.c: + not null");
    assertThat(change("integer\ndefault 1", "integer")).isEqualTo("~ column q.c: - default 1");
    assertThat(change("a\nb", "b\na")).isEqualTo("~ column q.c: a, b → b, a");
  }

  @Test
  void types_have_the_names_that_people_use() {
    assertThat(change("timestamp without time zone", "timestamp(3) with time zone"))
        .isEqualTo("~ column q.c: timestamp → timestamptz(3)");
    assertThat(change("time with time zone", "character varying(9)"))
        .isEqualTo("~ column q.c: timetz → varchar(9)");
  }

  @Test
  void a_long_change_is_cut_off() {
    assertThat(change("a", "x".repeat(1000))).hasSizeLessThan(250).endsWith(" …");
  }

  @Test
  void a_text_that_moves_from_name_to_definition_has_another_digest() {
    TreeMap<String, String> one = new TreeMap<>();
    one.put("a", "bc");
    TreeMap<String, String> other = new TreeMap<>();
    other.put("ab", "c");
    assertThat(new Fingerprint(one).digest())
        .hasSize(64)
        .isNotEqualTo(new Fingerprint(other).digest());
  }
}
