package io.lockstep.chart;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A chart {@code shop} that has this one as its dependency. */
final class Umbrella {
  private final Path folder;

  /**
   * Makes it.
   *
   * @param dependencies what Chart.yaml says of each beside its version
   */
  Umbrella(String... dependencies) {
    try {
      folder = Files.createTempDirectory(Chart.FOLDER.resolve("target"), "umbrella");
      copy(folder.resolve("charts/lockstep"));
      StringBuilder chart = new StringBuilder("{apiVersion: v2, name: shop, version: 1.0.0,");
      chart.append(" dependencies: [");
      for (String dependency : dependencies) {
        chart.append("{name: lockstep, version: %s, %s},".formatted(Chart.VERSION, dependency));
      }
      Files.writeString(folder.resolve("Chart.yaml"), chart.append("]}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** With a template of its own. */
  Umbrella with(String template) {
    try {
      Files.createDirectories(folder.resolve("templates"));
      Files.writeString(folder.resolve("templates/own.yaml"), template);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rendered with these values. */
  Rendered render(String release, String values) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      Files.writeString(file, values);
      // Nothing at all is null.
      return Rendered.of(
          Objects.toString(
              new Helm(folder)
                  .template()
                  .withName(release)
                  .withNamespace("shop")
                  .withKubeVersion("1.34.0")
                  .withValuesFile(file)
                  .call(),
              ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path target) throws IOException {
    for (String part : List.of("Chart.yaml", "values.yaml", "values.schema.json", "templates")) {
      try (Stream<Path> files = Files.walk(Chart.QUICK.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path copy = target.resolve(Chart.QUICK.relativize(file));
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }
}
