package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/**
 * Fault: the kubelet of the node whose container migrates stops. Kubernetes takes the node for
 * lost, and gives the Job another pod on another node, while the first one's container runs on.
 */
@OnCluster
@Isolated("the whole cluster is without its first node")
class LostNodeTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration OUTAGE = Duration.ofMinutes(4);

  private static final String FAILED =
      """
      {"status": {"phase": "Failed", "conditions": [
        {"type": "DisruptionTarget", "status": "True", "reason": "DeletionByPodGC"}]}}
      """;

  private static DirectDatabase server;
  private static ProcessHandle kubelet;
  private static SecondNode second;

  @BeforeAll
  static void prepare() {
    Release db = new Release(NAMESPACE, "db");
    db.upgrade(
        """
        migrations: {enabled: false}
        serving: {enabled: false}
        postgresql: {auth: {password: %s}, networkPolicy: {enabled: false}}
        """
            .formatted(SlowApp.PASSWORD));
    server = DirectDatabase.of(db);
    kubelet = Node.server("kubelet"); // before there is another
    second = SecondNode.start();
  }

  @AfterAll
  static void endSecondNode() {
    if (second != null) {
      second.close();
    }
  }

  @Test
  void the_pod_on_another_node_waits_until_the_container_that_was_lost_has_migrated() {
    Release web = new Release(NAMESPACE, "web");
    DirectDatabase database = server.create("waits");
    JsonNode pod = startMigration(web, database);
    ProcessHandle first = Node.jvm(pod);
    Frozen stopped = Frozen.freeze(kubelet, OUTAGE);
    try (stopped) {
      String replacement = replace(web, pod);
      await()
          .atMost(LIMIT)
          .until(() -> log(replacement).contains("waiting for the lock: held by " + name(pod)));
      assertThat(first.isAlive()).as("two containers of one Job run").isTrue();
      assertThat(database.audit().runs()).extracting(Audit.Run::result).containsExactly("running");

      SlowApp.tell(database::sql);
      assertThat(web.endedJobs()).hasSize(1).allMatch(Job::succeeded);
      assertThat(log(replacement)).contains("nothing to do: slow is at 0003");
      assertRuns(database, pod, "done", replacement, "0003");
    }
    awaitNode("True");
    assertThat(SlowApp.tables(database::sql)).isEqualTo("one,three,two");
  }

  @Test
  void a_lost_node_that_is_cut_off_too_loses_the_lock_and_commits_nothing_when_it_comes_back() {
    Release web = new Release(NAMESPACE, "cut");
    DirectDatabase database = server.create("cut_off");
    JsonNode pod = startMigration(web, database);
    ProcessHandle first = Node.jvm(pod);
    Frozen stopped = Frozen.freeze(kubelet, OUTAGE);
    try (stopped) {
      PodNetwork cut = PodNetwork.cut(pod.at("/status/podIP").asString());
      String replacement;
      try (cut) {
        replacement = replace(web, pod);
        await()
            .atMost(LIMIT)
            .until(
                () -> log(replacement).contains("step 1 of 2: apply slow /db/slow/V0002__two.sql"));
        assertThat(first.isAlive()).as("two containers of one Job run").isTrue();
      }
      // Back in the network, it finds that its session is gone.
      await().atMost(LIMIT).until(() -> !first.isAlive());
      SlowApp.tell(database::sql);
      assertThat(web.endedJobs()).hasSize(1).allMatch(Job::succeeded);
      assertRuns(database, pod, "died", replacement, "0001");
    }
    awaitNode("True");
    assertThat(SlowApp.tables(database::sql)).isEqualTo("one,three,two");
  }

  /** The lost pod's run ended like this, and its replacement's, from there, well. */
  private static void assertRuns(
      DirectDatabase database, JsonNode pod, String result, String replacement, String from) {
    List<Audit.Run> runs = database.audit().runs();
    assertThat(runs).extracting(Audit.Run::result).containsExactly(result, "done");
    assertThat(runs.get(0).holder()).startsWith(name(pod));
    assertThat(runs.get(1).holder()).startsWith(replacement);
    assertThat(runs.get(1).from()).isEqualTo(from);
  }

  private static JsonNode startMigration(Release web, DirectDatabase database) {
    second.shut();
    web.upgradeWithoutWaiting(
        SlowApp.values(SlowApp.UNTIL_TOLD, SecondNode.TOLERATION)
            .replace(
                "postgresql: {auth", database.values() + "\npostgresql: {enabled: false, auth"));
    return SlowApp.awaitSecondStep(web, database.audit());
  }

  /**
   * The name of the pod that comes instead. A Job with a podFailurePolicy waits until the one
   * before is known to have failed. Kubernetes' pod collector says so of all pods of a node that is
   * deleted or tainted out-of-service; here of this pod alone, since the cluster lives on that
   * node.
   */
  private static String replace(Release web, JsonNode pod) {
    awaitNode("Unknown");
    NAMESPACE.kubectl("delete", "pod", name(pod), "--force", "--grace-period=0", "--wait=false");
    NAMESPACE.kubectl(
        "patch", "pod", name(pod), "--subresource=status", "--type=strategic", "-p", FAILED);
    second.open();
    JsonNode next =
        await()
            .atMost(LIMIT)
            .until(
                () -> web.livePods("migrations").toList(),
                pods ->
                    pods.stream().anyMatch(p -> p.at("/status/phase").asString().equals("Running")))
            .get(0);
    assertThat(next.at("/spec/nodeName").asString()).isEqualTo("second");
    return name(next);
  }

  /** Waits until Kubernetes says this about whether the first node is ready. */
  private static void awaitNode(String ready) {
    String condition = "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}=" + ready;
    NAMESPACE.kubectl("wait", "node/node", "--for=" + condition, "--timeout=120s");
  }

  private static String log(String pod) {
    return NAMESPACE.kubectl("logs", pod);
  }

  private static String name(JsonNode pod) {
    return pod.at("/metadata/name").asString();
  }
}
