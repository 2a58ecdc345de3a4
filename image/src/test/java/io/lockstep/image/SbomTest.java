package io.lockstep.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SbomTest {
  /** As image/arrange takes them. */
  private static final String[] PROGRAMS = {"jobs", "functions", "knative"};

  @Test
  void the_sbom_lists_exactly_the_jars_of_the_image() throws IOException {
    TreeSet<String> jars = new TreeSet<>();
    for (String program : PROGRAMS) {
      try (Stream<Path> own = Files.list(Path.of("..", program, "target"));
          Stream<Path> libraries = Files.list(Path.of("..", program, "target", "lib"))) {
        Stream.concat(own, libraries)
            .map(path -> path.getFileName().toString())
            .filter(name -> name.endsWith(".jar") && !name.endsWith("-tests.jar"))
            .map(SbomTest::withoutOurVersion)
            .forEach(jars::add);
      }
    }
    assertThat(Sbom.components().stream().map(Sbom.Component::jar).map(SbomTest::withoutOurVersion))
        .containsExactlyInAnyOrderElementsOf(jars);
    System.out.printf("SBOM: %d jars, as in the image%n", jars.size());
  }

  /** A program's own jar has none in its name, so that scripts find it. */
  private static String withoutOurVersion(String jar) {
    return jar.replaceFirst("^(lockstep-[a-z]+)-\\d.*(?=\\.jar$)", "$1");
  }

  @Test
  void the_sbom_has_the_hash_of_each_library() {
    assertThat(Sbom.components())
        .filteredOn(component -> !component.name().startsWith("lockstep-"))
        .isNotEmpty()
        .allSatisfy(component -> assertThat(component.hashes()).contains("SHA-256"));
  }

  @Test
  void the_sbom_is_the_same_whenever_and_wherever_it_is_made() {
    assertThat(Sbom.document().at("/metadata/timestamp").asString("2026-01-01T00:00:00Z"))
        .isEqualTo("2026-01-01T00:00:00Z");
    assertThat(Sbom.text()).doesNotContain(Path.of("").toAbsolutePath().toString());
  }
}
