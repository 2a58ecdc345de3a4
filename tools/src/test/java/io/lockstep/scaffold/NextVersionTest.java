package io.lockstep.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.targets.Version;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The next version is higher, and written as the one before. */
class NextVersionTest {
  private static final Instant NOW = Instant.parse("2026-11-25T17:08:09.5Z");
  private final NextVersion next = new NextVersion(Clock.fixed(NOW, ZoneId.of("Pacific/Auckland")));

  @ParameterizedTest
  @CsvSource({
    "0001, 0002",
    "0009, 0010",
    "9999, 10000",
    "9, 10",
    "000041, 000042",
    "1.9, 1.10",
    "1_09, 1_10",
    "99999999999999999999, 100000000000000000000",
    // times, in UTC
    "20240101120000, 20261125170809",
    "202401011200, 202611251708",
    "20240101, 20261125",
    "1500360784, 1795626489",
    // a time of today, or ahead of the clock: one unit later, and a time still
    "20261125170809, 20261125170810",
    "20261231235959, 20270101000000",
    "202612312359, 202701010000",
    "20261125, 20261126",
    "1795626489, 1795626490",
    // as wide as a time, but none
    "00000012, 00000013",
    "00010203, 00010204",
    "20261399, 20261400",
    "000000000012, 000000000013",
    "00000000000012, 00000000000013",
    "0000000012, 0000000013"
  })
  void comes_after(String version, String expected) {
    assertThat(next.after(version)).isEqualTo(expected);
    assertThat(Version.of(expected)).isGreaterThan(Version.of(version));
  }
}
