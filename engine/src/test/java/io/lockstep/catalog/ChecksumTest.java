package io.lockstep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Checksum;
import io.lockstep.targets.Version;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.StringResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flyway's checksum, of what is in a file. */
class ChecksumTest extends ReadingMain {
  @Test
  void a_byte_order_mark_and_windows_line_ends_do_not_matter() {
    files().file("main/V1__a.sql", "\uFEFFselect 1;\r\nselect 2;\r\n");
    String text = main().migrations().get(Version.of("1")).script().read();
    assertThat(text).startsWith("select");
    assertThat(Checksum.of(text)).isEqualTo(Checksum.of("select 1;\nselect 2;\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "a",
        "a\n",
        "a\r\nb",
        "a\rb\n\n",
        "ä\n€\n𝄞",
        "a\u2028b\u0085c\n",
        "x\n\uFEFFy",
        "\n\r\r\n a \r"
      })
  void the_checksum_is_flyways(String text) {
    int flyways = ChecksumCalculator.calculate(new StringResource(text));
    assertThat(Checksum.of(text)).isEqualTo(flyways);
    files().file("main/V1__a.sql", text).file("main/V2__a.sql", "\uFEFF" + text);
    assertThat(main().migrations().values())
        .map(migration -> migration.script().checksum())
        .containsExactly(flyways, flyways);
  }
}
