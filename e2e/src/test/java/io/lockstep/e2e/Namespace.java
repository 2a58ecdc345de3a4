package io.lockstep.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A test class's own namespace, and kubectl in it. When a test fails, it tells all it knows. */
final class Namespace implements BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {
  private static final JsonMapper JSON = new JsonMapper();

  static {
    // Each look starts a program or two, and would take from the cluster's cores what it needs.
    Awaitility.setDefaultPollInterval(Duration.ofMillis(500));
  }

  private String name = "";

  String name() {
    return name;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    String words = context.getRequiredTestClass().getSimpleName().replace("Test", "");
    String unique = Long.toString(System.currentTimeMillis() / 1000 % 100_000, Character.MAX_RADIX);
    name = "e2e-" + words.toLowerCase(Locale.ROOT) + "-" + unique;
    Command.run(List.of("kubectl", "create", "namespace", name)).succeeded();
    await("Kubernetes has made the account that a pod of its own needs")
        .atMost(Duration.ofMinutes(1))
        .until(() -> tryKubectl("get", "serviceaccount", "default").exit() == 0);
    // Whatever the chart makes must do with this.
    kubectl("label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted");
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    context
        .getExecutionException()
        .ifPresent(failure -> System.out.println(report(context.getDisplayName())));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    tryKubectl("delete", "namespace", name, "--wait=false");
  }

  /** Runs kubectl in this namespace, and returns what it said. */
  String kubectl(String... words) {
    return tryKubectl(words).succeeded();
  }

  Command.Result tryKubectl(String... words) {
    return Command.run(command(words));
  }

  /** Makes what this YAML or JSON says. */
  void apply(String objects) {
    Command.run(command("apply", "-f", "-"), objects).succeeded();
  }

  /** Makes what this YAML says, and removes what else it made before with this label. */
  String applyAll(String objects, String label) {
    return Command.run(command("apply", "--prune", "-l", label, "-f", "-"), objects).succeeded();
  }

  /** Objects like {@code jobs} or {@code pod NAME}, as JSON. */
  JsonNode get(String... words) {
    return JSON.readTree(
        kubectl(
            Stream.of(List.of("get", "-o", "json"), List.of(words))
                .flatMap(List::stream)
                .toArray(String[]::new)));
  }

  /** Each object of a kind, or with a label: {@code pods -l a=b}. */
  List<JsonNode> all(String... words) {
    return get(words).path("items").valueStream().toList();
  }

  private List<String> command(String... words) {
    List<String> all = new ArrayList<>(List.of("kubectl", "-n", name));
    all.addAll(List.of(words));
    return all;
  }

  private String report(String test) {
    StringBuilder text = new StringBuilder("==== %s: %s failed\n".formatted(name, test));
    for (List<String> words :
        List.of(
            List.of("get", "all,pvc", "-o", "wide"),
            List.of("get", "events", "--sort-by=.lastTimestamp"),
            List.of("describe", "jobs"))) {
      text.append(tryKubectl(words.toArray(String[]::new))).append('\n');
    }
    for (JsonNode pod : all("pods")) {
      String pods = pod.at("/metadata/name").asString();
      text.append(tryKubectl("logs", pods, "--all-containers", "--prefix", "--tail=200"))
          .append('\n');
      if (pod.at("/status/containerStatuses/0/restartCount").asInt() > 0) {
        text.append(tryKubectl("logs", pods, "--all-containers", "--prefix", "--previous"))
            .append('\n');
      }
    }
    return text.append("==== end of ").append(name).append('\n').toString();
  }
}
