package io.lockstep.fingerprint.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownDifferenceTest {
  @Test
  void sides_that_differ_in_blanks_are_shown_as_they_are() {
    assertThat(ShownDifference.of("  return 1", "    return 1"))
        .isEqualTo("\"  return 1\" → \"    return 1\"");
    assertThat(ShownDifference.of("return 1\nend", "return 1\r\nend"))
        .isEqualTo("\"return 1\" → \"return 1\\r\"");
    assertThat(ShownDifference.of("a", "a ")).isEqualTo("\"a\" → \"a \"");
    assertThat(ShownDifference.of("a b", "a\tb")).isEqualTo("\"a b\" → \"a\\tb\"");
  }

  @Test
  void what_has_come_to_nothing_or_gone_to_nothing_has_one_side() {
    assertThat(ShownDifference.of("", "with (fillfactor=50)")).isEqualTo("+ with (fillfactor=50)");
    assertThat(ShownDifference.of("unlogged", "")).isEqualTo("- unlogged");
  }

  @Test
  void long_sides_are_shown_where_they_differ() {
    String same = "x".repeat(5000);
    assertThat(ShownDifference.of(same + "old", same + "new"))
        .isEqualTo("… " + "x".repeat(40) + "old → … " + "x".repeat(40) + "new");
    assertThat(ShownDifference.of(same, same + "more")).endsWith("x".repeat(40) + "more");
    assertThat(ShownDifference.of("y" + same, "z" + same)).startsWith("yxx").contains(" … → zxx");
  }

  @Test
  void what_nobody_sees_is_written_out() {
    assertThat(ShownDifference.of("default 'a\u00a0b'", "default 'a b'"))
        .isEqualTo("default 'a\\u00a0b' → default 'a b'");
    assertThat(ShownDifference.of("ab", "a\u200bb")).isEqualTo("ab → a\\u200bb");
    assertThat(ShownDifference.visible("\"a\u00adb\"")).isEqualTo("\"a\\u00adb\"");
    assertThat(ShownDifference.visible("zażółć 表 😀")).isEqualTo("zażółć 表 😀");
  }

  @Test
  void letters_that_look_alike_are_told_apart() {
    assertThat(ShownDifference.of("p\u0430y", "pay")).isEqualTo("p\\u0430y → pay");
    assertThat(ShownDifference.of("caf\u00e9", "cafe\u0301")).isEqualTo("caf\\u00e9 → cafe\\u0301");
    assertThat(ShownDifference.of("'Größe'", "'Breite'")).isEqualTo("'Größe' → 'Breite'");
  }
}
