package io.lockstep.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A release of the chart in a namespace: helm's commands, and what is there after them. */
final class Release {
  /** The bundled PostgreSQL's database, and the role that owns it. */
  static final String DATABASE = "app";

  private static final Duration JOBS = Duration.ofMinutes(4);

  /** A node's rules follow the pods of a Service a moment after the API server knows them. */
  private static final Duration RULES = Duration.ofMinutes(1);

  private final Namespace namespace;
  private final String name;

  Release(Namespace namespace, String name) {
    this.namespace = namespace;
    this.name = name;
  }

  /** The name of what it makes. */
  String fullname() {
    return name + "-lockstep";
  }

  /** Installs or upgrades it with these values over the chart's own, and waits for all of it. */
  void upgrade(String values) {
    apply(values, "--wait", "--wait-for-jobs", "--timeout", "4m").succeeded();
    awaitServed();
  }

  /**
   * An upgrade that must fail, and what helm says. It waits for its timeout although a Job has
   * failed before, so that is short.
   */
  String failingUpgrade(String values) {
    return apply(values, "--wait", "--wait-for-jobs", "--timeout", "75s").failed();
  }

  /** The same, if Helm takes it back. */
  String upgradeThatGoesBack(String values) {
    return apply(values, "--rollback-on-failure", "--wait", "--wait-for-jobs", "--timeout", "75s")
        .failed();
  }

  /**
   * As Flux's controller calls Helm: on the server's side, with its own values alone, taking over
   * what is there; installed likewise.
   */
  Command.Result fluxUpgrade(String values, String timeout) {
    return apply(
        values,
        "--reset-values",
        "--server-side=true",
        "--force-conflicts",
        "--take-ownership",
        "--devel",
        "--history-max=5",
        "--wait=watcher",
        "--wait-for-jobs",
        "--timeout=" + timeout);
  }

  /** Its remediation of an upgrade that has failed. */
  void fluxRollback() {
    helmSucceeds(
        "rollback",
        name,
        "--server-side=true",
        "--force-conflicts",
        "--history-max=5",
        "--wait=watcher",
        "--wait-for-jobs",
        "--timeout=4m");
  }

  /** The same, and returns as soon as Kubernetes knows what is wanted. */
  void upgradeWithoutWaiting(String values) {
    apply(values).succeeded();
  }

  /** Upgrades it by a command as the page has it, and waits for all of it. */
  void upgradeBy(String command) {
    Command.run(List.of("sh", "-c", command + " --wait --wait-for-jobs --timeout 4m")).succeeded();
    awaitServed();
  }

  private Command.Result apply(String values, String... more) {
    List<String> words = helm("upgrade", "--install", name, "./chart");
    words.addAll(List.of("--values", Base.FILE.toString(), "--values", "-"));
    words.addAll(List.of(more));
    return Command.run(words, values);
  }

  /**
   * As Argo CD does it: the chart is rendered without a cluster, applied, and what is no longer in
   * it is taken away. Helm knows nothing of it.
   */
  String sync(String values) {
    List<String> words = helm("template", name, "./chart", "--no-hooks");
    words.addAll(List.of("--values", Base.FILE.toString(), "--values", "-"));
    String rendered = Command.run(words, values).succeeded();
    return namespace.applyAll(rendered, "app.kubernetes.io/instance=" + name);
  }

  void rollback(int revision) {
    helmSucceeds("rollback", name, "" + revision, "--wait", "--wait-for-jobs", "--timeout", "4m");
    awaitServed();
  }

  /**
   * Helm takes a new Knative Service for ready as long as Knative has said nothing about it, which
   * on a busy cluster may take longer than all the rest.
   */
  private void awaitServed() {
    String labels = "app.kubernetes.io/instance=" + name;
    if (!namespace.all("ksvc", "-l", labels).isEmpty()) {
      namespace.kubectl("wait", "ksvc", "-l", labels, "--for=condition=Ready", "--timeout=120s");
    }
  }

  /** {@code helm test}. */
  void test() {
    helmSucceeds("test", name, "--timeout", "3m");
  }

  void uninstall() {
    helmSucceeds("uninstall", name, "--wait", "--timeout", "3m");
  }

  /** What Helm says about it after an upgrade. */
  String notes() {
    return helmSucceeds("get", "notes", name);
  }

  /** What a revision consists of. */
  String manifest(int revision) {
    return helmSucceeds("get", "manifest", name, "--revision", "" + revision);
  }

  private String helmSucceeds(String... words) {
    return Command.run(helm(words)).succeeded();
  }

  private List<String> helm(String... words) {
    List<String> all = new ArrayList<>(List.of("helm", "-n", namespace.name()));
    all.addAll(List.of(words));
    return all;
  }

  /**
   * The Jobs of the rollout that it is at, in the order of their targets. Helm leaves those of a
   * failed upgrade: it only deletes what the last successful one had.
   */
  List<Job> jobs() {
    String current =
        namespace.get("configmap", fullname() + "-rollout").at("/data/current").asString();
    return allJobs().stream().filter(job -> job.rollout().equals(current)).toList();
  }

  /** Its Jobs, of whatever rollout. */
  List<Job> allJobs() {
    String labels = "app.kubernetes.io/component=migrations,app.kubernetes.io/instance=" + name;
    return namespace.all("jobs", "-l", labels).stream()
        .filter(job -> job.at("/metadata/deletionTimestamp").isMissingNode())
        .map(job -> new Job(namespace, job))
        .sorted(Comparator.comparing(Job::turn))
        .toList();
  }

  /** The same, once all of them have ended. */
  List<Job> endedJobs() {
    return await("all Jobs have ended")
        .atMost(JOBS)
        .until(this::jobs, jobs -> jobs.stream().allMatch(Job::ended));
  }

  /** The log of the Job of its only target. */
  String log() {
    List<Job> jobs = jobs();
    if (jobs.size() != 1) {
      throw new AssertionError(jobs);
    }
    return jobs.get(0).log();
  }

  Audit audit() {
    return new Audit(this::sql);
  }

  /** What the bundled PostgreSQL answers: columns parted by |, one line for each row. */
  String sql(String query) {
    return sql(DATABASE, query);
  }

  /** What another database of it answers. */
  String sql(String database, String query) {
    return namespace
        .kubectl(
            "exec",
            fullname() + "-postgresql-0",
            "-c",
            "postgresql",
            "--",
            "psql",
            "-U",
            DATABASE,
            "-d",
            database,
            "-X",
            "-A",
            "-t",
            "-c",
            query)
        .strip();
  }

  /** What its URL shows. */
  Site site() {
    String url = "{.status.url}";
    return new Site(namespace.kubectl("get", "ksvc", fullname(), "-o", "jsonpath=" + url));
  }

  /** What its Service shows, where it is a Deployment. */
  Site serviceSite() {
    String address = "jsonpath={.spec.clusterIP}";
    return new Site(
        "http://" + namespace.kubectl("get", "service", fullname(), "-o", address), RULES);
  }

  /** Names of its pods that have not ended, by component. */
  Stream<JsonNode> livePods(String component) {
    String labels =
        "app.kubernetes.io/instance=%s,app.kubernetes.io/component=%s".formatted(name, component);
    return namespace.all("pods", "-l", labels).stream()
        .filter(pod -> List.of("Pending", "Running").contains(pod.at("/status/phase").asString()));
  }

  /**
   * What every scenario sets: the images at hand, a database that needs no claim, and a page that
   * can be looked at.
   */
  static String baseValues() {
    return """
        image: {tag: "%s"}
        postgresql: {image: {tag: "15"}, persistence: {enabled: false}}
        serving: {public: true}
        """
        .formatted(Image.tag());
  }

  /** The same as a file. */
  private static final class Base {
    static final Path FILE = write();

    private static Path write() {
      try {
        Path file =
            Files.createTempFile(Files.createDirectories(Path.of("target")), "base", ".yaml");
        return Files.writeString(file, baseValues()).toAbsolutePath();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
