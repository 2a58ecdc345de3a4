package io.lockstep.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LicencesTest {
  @Test
  void every_library_may_be_used_under_a_licence_of_the_list_and_the_list_has_no_other()
      throws IOException {
    List<String> allowed =
        Files.readAllLines(Path.of("licences.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    TreeSet<String> used = new TreeSet<>();
    assertThat(Sbom.components())
        .filteredOn(component -> !component.name().startsWith("lockstep-"))
        .isNotEmpty()
        .allSatisfy(
            component -> {
              assertThat(component.licences())
                  .as("%s: image/licences.txt has none of these", component.jar())
                  .containsAnyElementsOf(allowed);
              component.licences().stream()
                  .filter(allowed::contains)
                  .findFirst()
                  .ifPresent(used::add);
            });
    assertThat(allowed).as("image/licences.txt").containsExactlyElementsOf(used);
  }
}
