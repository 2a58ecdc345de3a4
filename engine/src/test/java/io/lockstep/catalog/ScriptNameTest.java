package io.lockstep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ScriptNameTest {
  /** The form as Flyway's documentation has it. */
  private static final Pattern FLYWAY = Pattern.compile("([VUB])([0-9][0-9._]*?)__(.+)\\.sql");

  @Test
  void a_name_of_flyways_form_is_read_by_its_rule() {
    List<String> versions = List.of("", "1", "0001", "1.2", "1_2", "1.", "_1", "a", "1a", "1__2");
    List<String> descriptions =
        List.of("", "a", "_a", "a__b", "a.sql", "a b", "_", "é", "a\nb", "\u2028");
    for (String kind : List.of("V", "U", "B", "v", "R", "")) {
      for (String version : versions) {
        for (String description : descriptions) {
          for (String end : List.of(".sql", ".SQL", "", "sql")) {
            String name = kind + version + "__" + description + end;
            assertThat(ScriptName.parse(name).filter(ScriptNameTest::isVersioned))
                .as(name)
                .isEqualTo(byPattern(name));
          }
        }
      }
    }
  }

  private static boolean isVersioned(ScriptName name) {
    return !(name instanceof ScriptName.Call || name instanceof ScriptName.Repeat);
  }

  private static Optional<ScriptName> byPattern(String name) {
    Matcher flyway = FLYWAY.matcher(name);
    if (!flyway.matches()) {
      return Optional.empty();
    }
    String words = flyway.group(3).replace('_', ' ');
    return Version.parse(flyway.group(2))
        .map(
            version ->
                switch (flyway.group(1)) {
                  case "U" -> new ScriptName.Undo(version);
                  case "B" -> new ScriptName.Baseline(version, words);
                  default -> new ScriptName.Apply(version, words);
                });
  }
}
