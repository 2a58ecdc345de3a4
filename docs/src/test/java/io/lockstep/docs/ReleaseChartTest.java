package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.lockstep.chart.FakeCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart as {@code .ci/release-chart} makes it of the checkout's. */
class ReleaseChartTest {
  @TempDir Path temporary;

  @BeforeEach
  void release() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Document.CHECKOUT.resolve(".ci/release-chart").toString(),
                temporary.resolve("lockstep").toString(),
                "ghcr.io/acme/lockstep",
                "https://example.org/acme/lockstep")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @Test
  void helm_finds_nothing_wrong_with_it() {
    LintResult result = new Helm(temporary.resolve("lockstep")).lint().strict().call();
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @Test
  void its_image_is_the_released_one() {
    FakeCluster.start();
    String rendered =
        new Helm(temporary.resolve("lockstep"))
            .template()
            .withName("web")
            .withKubeVersion("1.34.0")
            .set("postgresql.auth.password", "given")
            .call();
    assertThat(rendered).contains("ghcr.io/acme/lockstep:").doesNotContain("localhost/lockstep");
  }

  @Test
  void it_says_where_its_sources_are_and_under_which_licence() throws IOException {
    assertThat(Files.readString(temporary.resolve("lockstep/Chart.yaml")))
        .contains("home: https://example.org/acme/lockstep", "artifacthub.io/license: Apache-2.0");
    assertThat(temporary.resolve("lockstep/LICENSE"))
        .hasSameTextualContentAs(Document.CHECKOUT.resolve("LICENSE"));
  }
}
