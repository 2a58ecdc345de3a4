package io.lockstep.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class VersionTest {
  private static final String LONG = "12345678901234567890123456789";

  /** In ascending order; all spellings of one version stand together. */
  private static final List<List<String>> ORDER =
      List.of(
          List.of("0", "000", "0.0", "0_00"),
          List.of("0.1", "0.01.0"),
          List.of("1", "0001", "V1", "v01", "1.0", "1_0.00"),
          List.of("1.2", "01.2", "1_2"),
          List.of("1.10", "1.010"),
          List.of("2", "00000000000000000000002"),
          List.of("10", "0010", "10.0"),
          List.of("999999999999999999", "V999999999999999999.0"),
          List.of("1000000000000000000", "01000000000000000000"),
          List.of(LONG, "00" + LONG, LONG + ".0"),
          List.of(LONG + ".1"));

  @Test
  void versions_are_equal_in_all_their_spellings_and_ordered_by_number() {
    for (int i = 0; i < ORDER.size(); i++) {
      for (int j = 0; j < ORDER.size(); j++) {
        for (Version one : versions(i)) {
          for (Version other : versions(j)) {
            assertThat(Integer.signum(one.compareTo(other)))
                .as("%s and %s", one, other)
                .isEqualTo(Integer.compare(i, j));
            assertThat(one.equals(other)).as("%s and %s", one, other).isEqualTo(i == j);
          }
        }
        assertThat(versions(i).stream().map(Version::hashCode).distinct()).hasSize(1);
        assertThat(versions(i).stream().map(Version::canonical).distinct()).hasSize(1);
      }
    }
  }

  @Test
  void a_version_keeps_its_spelling() {
    assertThat(Stream.of("0001", "V0001", "v1", "1_0", "0", "00", "00000000000000000000002", LONG))
        .extracting(text -> Version.of(text).toString())
        .containsExactly("0001", "0001", "1", "1.0", "0", "00", "00000000000000000000002", LONG);
  }

  @Test
  void a_text_that_is_no_version_is_none() {
    assertThat(Stream.of("", "V", "1.", ".1", "1..2", "-1", "+1", "1a", "١", "1".repeat(51)))
        .allSatisfy(text -> assertThat(Version.parse(text)).isEmpty());
  }

  @Test
  void a_set_of_versions_has_each_once_and_in_any_spelling() {
    VersionSet set = VersionSet.of("10 2 1.2 0 3.0 2 " + LONG);
    assertThat(set).hasSize(6).contains(Version.of("0002"), Version.of("V3"), Version.of("0.0"));
    assertThat(set.contains(Version.of("1.2.0"))).isTrue();
    assertThat(set.contains(Version.of("00" + LONG))).isTrue();
    assertThat(set.contains(Version.of("1"))).isFalse();
    assertThat(set)
        .extracting(Version::toString)
        .containsExactlyInAnyOrder("0", "2", "3", "10", "1.2", LONG);
    assertThat(VersionSet.of("")).isEmpty();
  }

  private static List<Version> versions(int place) {
    return ORDER.get(place).stream().map(Version::of).toList();
  }
}
