package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/version} is the one place that says the version. */
class VersionTest {
  private static final List<String> NAMED_IN =
      List.of(
          ".ci",
          "chart/Chart.yaml",
          "Dockerfile",
          "README.md",
          "chart/README.md",
          "image/build",
          "docs",
          "knative");

  @TempDir Path copy;

  @Test
  void it_finds_every_place() throws Exception {
    String old = run("").strip();
    assertThat(old).matches("\\d+\\.\\d+\\.\\d+");
    copyOf("pom.xml");
    try (Stream<Path> modules = Files.list(Document.CHECKOUT)) {
      for (Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
        copyOf(module.getFileName() + "/pom.xml");
      }
    }
    for (String place : NAMED_IN) {
      copyOf(place);
    }

    assertThat(run("7.8.9-SNAPSHOT")).isEmpty();

    assertThat(files(copy))
        .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(old));
    assertThat(copy.resolve("docs/pom.xml")).content().contains("<version>7.8.9-SNAPSHOT<");
    assertThat(copy.resolve("chart/Chart.yaml"))
        .content()
        .contains("\nversion: 7.8.9\n", "appVersion: \"7.8.9\"");
    assertThat(run("")).isEqualTo("7.8.9\n");
  }

  @Test
  void it_refuses_what_is_no_version() throws Exception {
    copyOf(".ci");
    copyOf("chart/Chart.yaml");
    assertThat(run("next")).contains("no version: next");
  }

  /** In the copy, if there is one yet. */
  private String run(String version) throws Exception {
    Path there = Files.exists(copy.resolve(".ci")) ? copy : Document.CHECKOUT;
    Process process =
        new ProcessBuilder("bash", "-c", there.resolve(".ci/version") + " " + version)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private void copyOf(String place) throws IOException {
    Path from = Document.CHECKOUT.resolve(place);
    for (Path file : Files.isDirectory(from) ? files(from) : List.of(from)) {
      Path target = copy.resolve(Document.CHECKOUT.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(
          file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> !f.toString().matches(".*(/target/|/src/|\\.png).*"))
          .toList();
    }
  }
}
