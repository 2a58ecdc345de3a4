package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Scenario 9: without Knative, three replicas behind a Service. */
@OnCluster
class DeploymentModeTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final int REPLICAS = 3;
  private static final String VALUES =
      """
      serving: {mode: deployment, replicaCount: 3, pdb: {create: true}}
      migrations: {targets: [%s]}
      """;

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void three_replicas_show_the_same_list_and_follow_an_upgrade() {
    web.upgrade(VALUES.formatted("main 0001"));
    JsonNode deployment = NAMESPACE.get("deployment", web.fullname());
    assertThat(deployment.at("/status/readyReplicas").asInt()).isEqualTo(REPLICAS);
    assertThat(NAMESPACE.get("service", web.fullname()).at("/spec/type").asString())
        .isEqualTo("ClusterIP");
    assertAllServe("0001");
    web.test();

    web.upgrade(VALUES.formatted("main latest"));
    assertAllServe("0002");
  }

  /** Each by its own address, and any of them by the Service's. */
  private void assertAllServe(String version) {
    List<JsonNode> pods = web.livePods("serving").filter(DeploymentModeTest::stays).toList();
    assertThat(pods).hasSize(REPLICAS);
    assertThat(pods)
        .allSatisfy(
            pod -> {
              JsonNode list = new Site(url(pod.at("/status/podIP")) + ":8080").list();
              assertThat(list.at("/apps/0/current").asString()).isEqualTo(version);
              assertThat(list.path("pod")).isEqualTo(pod.at("/metadata/name"));
              assertThat(list.path("node")).isEqualTo(pod.at("/spec/nodeName"));
            });
    assertThat(web.serviceSite().list().at("/apps/0/current").asString()).isEqualTo(version);
  }

  private static String url(JsonNode address) {
    return "http://" + address.asString();
  }

  private static boolean stays(JsonNode pod) {
    return pod.at("/metadata/deletionTimestamp").isMissingNode();
  }
}
