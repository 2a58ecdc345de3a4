package io.lockstep.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a test class has deployed by Argo CD, with the objects of docs/gitops.md. */
final class ArgoCd implements AfterEachCallback {
  static final Duration SYNC = Duration.ofMinutes(4);

  private static final String PAGE = "docs/gitops.md";
  private static final JsonMapper JSON = new JsonMapper();

  private final Namespace namespace;
  private final List<String> applications = new ArrayList<>();

  ArgoCd(Namespace namespace) {
    this.namespace = namespace;
  }

  /** Names of applications are the cluster's, and are the releases' names. */
  String unique(String name) {
    int hash = namespace.name().hashCode() & 0xff_ffff;
    return name + "-" + Integer.toString(hash, Character.MAX_RADIX);
  }

  GitServer.Repository repository(String name) {
    return GitServer.given().orElseThrow().create(namespace.name() + "-" + name, Map.of());
  }

  /** The page's Application of this name, with the images at hand and a Secret of this name. */
  Example application(String name, String secret, GitServer.Repository repository) {
    return Example.of(PAGE, "argo")
        .with("name: web,", "name: " + name + ",")
        .with("https://git.example.org/shop.git", repository.url())
        .with("namespace: shop", "namespace: " + namespace.name())
        .with(
            "{registry: registry.example.org, repository: shop-migrations, tag: \"1.4.2\"}",
            "{tag: \"%s\"}".formatted(Image.tag()))
        .with("{auth: {existingSecret: web-postgresql}}", bundled(secret, false));
  }

  /** The bundled database as the cluster has it. */
  static String bundled(String secret, boolean persistent) {
    return "{image: {tag: \"15\"}, persistence: {enabled: %s}, auth: {existingSecret: %s}}"
        .formatted(persistent, secret);
  }

  /** The page's parent of those in the repository's folder {@code apps}. */
  Example parent(String name, GitServer.Repository repository) {
    return Example.of(PAGE, "parent")
        .with("name: shop,", "name: " + name + ",")
        .with("https://git.example.org/shop.git", repository.url());
  }

  /** The Secret that the page makes by hand; a second time, with another password. */
  void secret(String name, String password) {
    namespace.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s}
        stringData: {password: %s}
        """
            .formatted(name, password));
  }

  /** Gives it to Argo CD, as {@code kubectl apply} does. */
  void apply(String name, Example application) {
    Command.run(List.of("kubectl", "apply", "-f", "-"), application.text()).succeeded();
    if (!applications.contains(name)) {
      applications.add(name);
    }
  }

  JsonNode get(String name) {
    Command.Result found =
        Command.run(List.of("kubectl", "get", "application", name, "-n", "argocd", "-o", "json"));
    return JSON.readTree(found.exit() == 0 ? found.out() : "{}");
  }

  /** Waits until it is as this commit says, and all of it is well. */
  void awaitHealthy(String name, String commit) {
    await(name + " is synced to " + commit + " and healthy")
        .atMost(SYNC)
        .until(
            () -> get(name),
            found ->
                found.at("/status/sync/status").asString("").equals("Synced")
                    && found.at("/status/sync/revision").asString("").equals(commit)
                    && found.at("/status/sync/comparedTo/source").equals(found.at("/spec/source"))
                    && found.at("/status/health/status").asString("").equals("Healthy"));
  }

  /** Else Argo CD would make again what goes with the namespace. */
  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      applications.forEach(name -> System.out.println(get(name).toPrettyString()));
    }
    applications.forEach(ArgoCd::delete);
    applications.clear();
  }

  /** Deletes it and leaves what it has made. */
  private static void delete(String name) {
    Command.run(List.of("kubectl", "delete", "application", name, "-n", "argocd", "--timeout=60s"));
  }

  /** Says that a parent makes it, so that it is deleted in the end, after the parent. */
  void made(String name) {
    applications.add(name);
  }
}
