package io.lockstep.placeholders;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.placeholders.ReplacedText.Placeholder;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.flywaydb.core.internal.parser.PlaceholderReplacingReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts are cut as Flyway cuts them. */
class ReplacedTextTest {
  private static final Map<String, String> VALUES =
      Map.of("a", "1", "ab", "${a}", "empty", "", "two", "x\ny", "$", "dollar", "", "nothing");

  private static ReplacedText replaced(String script, String prefix, String suffix) {
    return ReplacedText.of(
        script,
        prefix,
        suffix,
        name -> Optional.ofNullable(VALUES.get(name.toLowerCase(Locale.ROOT))));
  }

  private static ReplacedText replaced(String script) {
    return replaced(script, "${", "}");
  }

  private static String flyway(String script, String prefix, String suffix) {
    try (PlaceholderReplacingReader reader =
        new PlaceholderReplacingReader(prefix, suffix, ":", VALUES, new StringReader(script))) {
      StringBuilder text = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        text.append((char) c);
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${a}",
        "x${A}y${ab}z${empty}",
        "-- ${a}\n/* ${a} */ '${a}' \"${a}\" $$${a}$$ $q$${a}$q$",
        "$${a} $$${a} $$$${a} $ { a } $a {a} $",
        "${two}${empty}${empty}\r\n${a}",
        "copy t from stdin;\n${a}\t${ab}\n\\.\n",
        "${}",
        "é${a}é"
      })
  void a_text_becomes_what_flyway_makes_of_it(String script) {
    assertThat(replaced(script).text()).isEqualTo(flyway(script, "${", "}"));
  }

  @Test
  void any_text_becomes_what_flyway_makes_of_it() {
    Random random = new Random(20261129);
    for (String[] signs : new String[][] {{"${", "}"}, {"__", "__"}, {"#[", "]#"}, {"aab", "a"}}) {
      String letters = signs[0] + signs[1] + "a\n";
      for (int round = 0; round < 20_000; round++) {
        StringBuilder script = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
          script.append(letters.charAt(random.nextInt(letters.length())));
        }
        ReplacedText text = replaced(script.toString(), signs[0], signs[1]);
        if (text.open().isEmpty()) {
          assertThat(text.text())
              .as("%s with %s and %s", script, signs[0], signs[1])
              .isEqualTo(flyway(script.toString(), signs[0], signs[1]));
        }
      }
    }
  }

  @Test
  void a_placeholder_without_a_value_stays_and_is_named_with_its_line() {
    ReplacedText text = replaced("${two}\n${b}\n\n ${a} ${c");
    assertThat(text.text()).isEqualTo("x\ny\n${b}\n\n 1 ${c");
    assertThat(text.open())
        .containsExactly(new Placeholder("b", true, 2), new Placeholder("c", false, 4));
  }

  @Test
  void a_line_of_the_text_is_found_in_the_script_behind_values_of_several_lines() {
    ReplacedText text = replaced("1\n${two} ${two} 2\n3\n${two}\n5");
    assertThat(text.text().lines()).containsExactly("1", "x", "y x", "y 2", "3", "x", "y", "5");
    assertThat(IntStream.rangeClosed(1, 8).map(text::scriptLine).boxed())
        .containsExactly(1, 2, 2, 2, 3, 4, 4, 5);
  }
}
