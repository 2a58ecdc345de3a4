package io.lockstep.chart;

import static org.assertj.core.api.Assertions.catchThrowable;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The chart in this module's folder, rendered by the real Helm. */
final class Chart {
  static final Path FOLDER = Path.of("").toAbsolutePath();

  /** The build's, as the chart and the image have it. */
  static final String VERSION = System.getProperty("lockstep.version", "").replace("-SNAPSHOT", "");

  private static final String RELEASE = "web";
  private static final String NAMESPACE = "shop";

  /** As a library, Helm takes itself to be in 1.20. */
  private static final String KUBERNETES = "1.34.0";

  /** Nothing can be generated without a cluster. */
  private static final String BASE = "postgresql: {auth: {password: generated}}";

  private static final String SCRYPT = "derivePassword 1 \"long\" .given $salt \"lockstep\"";

  /**
   * A copy whose marks of passwords are plain: scrypt is slow on purpose, and takes three quarters
   * of a rendering.
   */
  static final Path QUICK = copy(Map.of());

  /** The same, its hooks plain objects: as a library, Helm doesn't show hooks. */
  private static final Path WITH_HOOKS = copy(Map.of("helm.sh/hook", "test/hook"));

  /** The same in a cluster with Knative: as a library, Helm can't be told of APIs. */
  private static final Path WITH_KNATIVE =
      copy(Map.of(".Capabilities.APIVersions.Has \"serving.knative.dev/v1\"", "true"));

  static {
    FakeCluster.start();
  }

  private Chart() {}

  static Helm helm() {
    return new Helm(FOLDER);
  }

  /** Renders it with these values, as YAML, over its own. */
  static Rendered render(String values) {
    return renderAs(RELEASE, values);
  }

  static Rendered renderAs(String release, String values) {
    return Rendered.of(text(QUICK, release, BASE, values));
  }

  /** Renders hooks too, with annotations of {@code test/hook} in place of {@code helm.sh/hook}. */
  static Rendered renderWithHooks(String values) {
    return renderWithHooks(RELEASE, values);
  }

  static Rendered renderWithHooks(String release, String values) {
    return Rendered.of(text(WITH_HOOKS, release, BASE, values));
  }

  /** Renders it with nothing set but these values. */
  static Rendered renderOnly(String values) {
    return Rendered.of(text(QUICK, RELEASE, "{}", values));
  }

  /** Renders it as it is, with nothing set but these values. */
  static Rendered renderWithScrypt(String release, String values) {
    return Rendered.of(text(FOLDER, release, "{}", values));
  }

  /** The same with hooks. */
  static Rendered renderOnlyWithHooks(String values) {
    return Rendered.of(text(WITH_HOOKS, RELEASE, "{}", values));
  }

  /** Renders it with these values alone, as for a cluster that has Knative. */
  static Rendered renderWithKnative(String values) {
    return Rendered.of(text(WITH_KNATIVE, RELEASE, "{}", values));
  }

  /** What Helm says when it refuses these values. */
  static String refusal(String values) {
    return refusal(BASE, values);
  }

  /** The same with nothing set but these values. */
  static String refusalOfOnly(String values) {
    return refusal("{}", values);
  }

  /** The same on another version of Kubernetes. */
  static String refusalOn(String kubernetes, String values) {
    return said(() -> text(QUICK, RELEASE, BASE, values, kubernetes));
  }

  /** What Helm makes of these values, or says when it refuses them. */
  static String outcome(String values) {
    try {
      return text(QUICK, RELEASE, BASE, values);
    } catch (IllegalStateException refusal) {
      return String.valueOf(refusal.getMessage());
    }
  }

  private static String refusal(String base, String values) {
    return said(() -> text(QUICK, RELEASE, base, values));
  }

  private static String said(ThrowingCallable rendering) {
    Throwable refusal = catchThrowable(rendering);
    return refusal == null ? "accepted" : String.valueOf(refusal.getMessage());
  }

  private static String text(Path chart, String release, String base, String values) {
    return text(chart, release, base, values, KUBERNETES);
  }

  private static String text(
      Path chart, String release, String base, String values, String kubernetes) {
    try {
      Path first = Files.writeString(Files.createTempFile("base", ".yaml"), base);
      Path second = Files.writeString(Files.createTempFile("values", ".yaml"), values);
      try {
        return new Helm(chart)
            .template()
            .withName(release)
            .withNamespace(NAMESPACE)
            .withKubeVersion(kubernetes)
            .withValuesFile(first)
            .withValuesFile(second)
            .call();
      } finally {
        Files.delete(first);
        Files.delete(second);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy that a test may change; its marks of passwords are plain. */
  static Path copy() {
    return copy(Map.of());
  }

  /** A copy in which each of these is its value. */
  private static Path copy(Map<String, String> replaced) {
    try (Stream<Path> templates = Files.walk(FOLDER.resolve("templates"))) {
      Path copy = Files.createTempDirectory(FOLDER.resolve("target"), "chart");
      for (String file : List.of("Chart.yaml", "values.yaml", "values.schema.json")) {
        Files.writeString(copy.resolve(file), Files.readString(FOLDER.resolve(file)));
      }
      for (Path template : templates.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(FOLDER.relativize(template));
        Files.createDirectories(target.getParent());
        String text = Files.readString(template).replace(SCRYPT, "print .given $salt");
        for (Map.Entry<String, String> each : replaced.entrySet()) {
          text = text.replace(each.getKey(), each.getValue());
        }
        Files.writeString(target, text);
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
