package io.lockstep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The chart of a team as docs/dependency.md has it, with the images at hand. */
record UmbrellaChart(Namespace namespace, Path folder) {
  private static final String PAGE = "docs/dependency.md";

  /** With this one dependency, a Deployment of its own that waits, and values. */
  static UmbrellaChart ofThePage(Namespace namespace) {
    UmbrellaChart chart = empty(namespace);
    chart.write(
        "Chart.yaml", local(Example.of(PAGE, "Chart.yaml"), "oci://registry.example.org/charts"));
    chart.write(
        "values.yaml", images(images(Example.of(PAGE, "values.yaml"), "shop"), "shop-migrations"));
    chart.write("templates/deployment.yaml", Example.of(PAGE, "templates/deployment.yaml"));
    return chart.updated();
  }

  /** With two of it. */
  static UmbrellaChart ofTheAliases(Namespace namespace) {
    UmbrellaChart chart = empty(namespace);
    Example aliases = Example.of(PAGE, "aliases");
    chart.write(
        "Chart.yaml",
        local(aliases, "oci://registry.example.org/charts")
            .with("dependencies:", "apiVersion: v2\nname: shop\nversion: 1.4.2\ndependencies:"));
    chart.write(
        "values.yaml",
        images(
            images(Example.of(PAGE, "aliases-values"), "orders-migrations"), "billing-migrations"));
    return chart.updated();
  }

  private static UmbrellaChart empty(Namespace namespace) {
    try {
      return new UmbrellaChart(
          namespace, Files.createTempDirectory(Path.of("target").toAbsolutePath(), "umbrella"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Example local(Example chart, String repository) {
    return chart.with(repository, "file://" + Path.of("../chart").toAbsolutePath().normalize());
  }

  private static Example images(Example values, String repository) {
    return values.with(
        "registry: registry.example.org, repository: " + repository + ",",
        "registry: localhost, repository: lockstep,");
  }

  private void write(String name, Example text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UmbrellaChart updated() {
    Command.run(List.of("helm", "dependency", "update", folder.toString())).succeeded();
    return this;
  }

  /** Installs or upgrades it as the page says, and waits. */
  void upgrade(String release, String values) {
    helm(
        values,
        "upgrade",
        "--install",
        release,
        folder.toString(),
        "--wait",
        "--wait-for-jobs",
        "--timeout",
        "4m",
        "--values",
        "-");
  }

  /** The same without waiting. */
  void upgradeWithoutWaiting(String release, String values) {
    helm(values, "upgrade", release, folder.toString(), "--values", "-");
  }

  void test(String release) {
    helm("", "test", release, "--timeout", "3m");
  }

  private void helm(String input, String... words) {
    List<String> all = new ArrayList<>(List.of("helm", "-n", namespace.name()));
    all.addAll(List.of(words));
    Command.run(all, input).succeeded();
  }

  /** The newest pod of its own Deployment. */
  JsonNode pod(String release) {
    List<JsonNode> pods =
        namespace.all("pods", "-l", "app=" + release, "--sort-by=.metadata.creationTimestamp");
    return pods.get(pods.size() - 1);
  }
}
