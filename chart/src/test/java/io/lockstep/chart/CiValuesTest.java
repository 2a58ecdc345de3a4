package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The values of ci/, where chart-testing looks for them: one file for each mode. */
class CiValuesTest {
  private static final Path FOLDER = Chart.FOLDER.resolve("ci");

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_file_renders_as_it_is_and_says_what_it_needs(String file) throws IOException {
    String values = Files.readString(FOLDER.resolve(file));
    assertThat(file).endsWith("-values.yaml");
    assertThat(values).startsWith("# ");
    Rendered rendered = Chart.renderOnlyWithHooks(values);
    assertThat(rendered.jobs()).isNotEmpty();
    assertThat(rendered.text()).contains("[serve]");
  }

  @Test
  void each_mode_has_a_file() throws IOException {
    assertThat(files())
        .contains("default-values.yaml", "knative-values.yaml", "hook-values.yaml")
        .contains("argocd-values.yaml", "cloudnativepg-values.yaml", "tenants-values.yaml");
    assertThat(Chart.renderOnly(text("knative")).all("Deployment")).isEmpty();
    assertThat(Chart.renderOnly(text("default")).all("Deployment")).hasSize(1);
    assertThat(Chart.renderOnly(text("monitoring")).all("PodMonitor")).hasSize(1);
    assertThat(Chart.renderOnly(text("contract")).jobs()).hasSize(2);
    assertThat(Chart.renderOnly(text("closed")).all("NetworkPolicy")).hasSize(3);
  }

  private static String text(String mode) throws IOException {
    return Files.readString(FOLDER.resolve(mode + "-values.yaml"));
  }
}
