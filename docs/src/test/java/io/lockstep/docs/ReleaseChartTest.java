package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.lockstep.chart.FakeCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart as {@code .ci/release-chart} makes it of the checkout's. */
class ReleaseChartTest {
  private static final String DIGEST = "sha256:" + "0a1b2c3d".repeat(8);
  private static final String VERSION = version();

  @TempDir Path temporary;

  @BeforeEach
  void release() throws IOException, InterruptedException {
    Process process = release("ghcr.io/acme/lockstep@" + DIGEST);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private Process release(String image) throws IOException {
    return new ProcessBuilder(
            Document.CHECKOUT.resolve(".ci/release-chart").toString(),
            temporary.resolve("lockstep").toString(),
            image,
            "https://example.org/acme/lockstep")
        .redirectErrorStream(true)
        .start();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghcr.io/acme/lockstep",
        "ghcr.io/acme/lockstep:0.1.0",
        "ghcr.io/acme/lockstep@",
        "ghcr.io/acme/lockstep@sha256:0a1b",
        "lockstep@sha256:0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d"
      })
  void it_is_not_released_without_the_place_and_digest_of_its_image(String image)
      throws IOException, InterruptedException {
    assertThat(release(image).waitFor()).isEqualTo(2);
  }

  @Test
  void helm_finds_nothing_wrong_with_it() {
    LintResult result = new Helm(temporary.resolve("lockstep")).lint().strict().call();
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @Test
  void its_image_is_the_released_one_by_its_digest() {
    assertThat(images("image.digest", ""))
        .containsExactly("ghcr.io/acme/lockstep@" + DIGEST)
        .doesNotContain("localhost/lockstep");
    assertThat(images("image.registry", "mirror.example.org"))
        .as("a copy elsewhere has the same digest")
        .containsExactly("mirror.example.org/acme/lockstep@" + DIGEST);
  }

  @Test
  void its_digest_is_not_that_of_an_image_of_ones_own() {
    assertThat(images("image.repository", "acme/shop"))
        .containsExactly("ghcr.io/acme/shop:" + VERSION);
    assertThat(images("image.tag", "v1")).containsExactly("ghcr.io/acme/lockstep:v1");
    String own = "sha256:" + "f".repeat(64);
    assertThat(images("image.digest", own)).containsExactly("ghcr.io/acme/lockstep@" + own);
  }

  private static String version() {
    return Document.read("chart/Chart.yaml").lines().stream()
        .filter(line -> line.startsWith("version: "))
        .map(line -> line.substring("version: ".length()))
        .findFirst()
        .orElseThrow();
  }

  /** Lockstep's images, as the chart with this value has them. */
  private Set<String> images(String value, String set) {
    FakeCluster.start();
    String rendered =
        new Helm(temporary.resolve("lockstep"))
            .template()
            .withName("web")
            .withKubeVersion("1.34.0")
            .set("postgresql.auth.password", "given")
            .set(value, set)
            .call();
    return Pattern.compile("image: \"?([^\\s\"]+)")
        .matcher(rendered)
        .results()
        .map(found -> found.group(1))
        .filter(image -> image.contains("acme") || image.contains("lockstep"))
        .collect(Collectors.toSet());
  }

  @Test
  void it_says_where_its_sources_are_and_under_which_licence() throws IOException {
    assertThat(Files.readString(temporary.resolve("lockstep/Chart.yaml")))
        .contains("home: https://example.org/acme/lockstep", "artifacthub.io/license: Apache-2.0");
    assertThat(temporary.resolve("lockstep/LICENSE"))
        .hasSameTextualContentAs(Document.CHECKOUT.resolve("LICENSE"));
  }
}
