package io.lockstep.chart;

import static io.lockstep.chart.ContractJobTest.WAIT;
import static io.lockstep.chart.ContractJobTest.contract;
import static io.lockstep.chart.ContractJobTest.init;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the Job of the contract steps may do in the cluster. */
class ContractRightsTest {
  private static final String TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount";

  private final Rendered shop =
      Chart.render(
          "migrations: {targets: [main latest, polls latest], contract: {%s}}".formatted(WAIT));
  private final JsonNode job = contract(shop);

  @Test
  void its_init_container_alone_has_a_token() {
    JsonNode pod = Rendered.pod(job);
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(init(job, "wait").path("volumeMounts").toString()).contains(TOKEN);
    assertThat(Rendered.container(job).path("volumeMounts").toString()).doesNotContain(TOKEN);
    assertThat(
            Rendered.volume(job, "contract-token")
                .at("/projected/sources/0/serviceAccountToken/path")
                .asString())
        .isEqualTo("token");
    assertThat(shop.jobs())
        .filteredOn(each -> !each.equals(job))
        .noneMatch(each -> Rendered.pod(each).toString().contains("serviceAccountToken\":{"))
        .allMatch(
            each ->
                Rendered.pod(each)
                    .path("serviceAccountName")
                    .asString()
                    .equals("web-lockstep-migrations"));
  }

  @Test
  void its_account_may_look_at_these_workloads_and_list_pods_and_no_more() {
    JsonNode role = shop.one("Role");
    assertThat(role.path("rules").toString())
        .isEqualTo(
            ("[{'apiGroups':['apps'],'resources':['deployments'],'resourceNames':['web','worker'],'verbs':['get']},"
                    + "{'apiGroups':['serving.knative.dev'],'resources':['services'],'resourceNames':['page'],'verbs':['get']},"
                    + "{'apiGroups':['apps'],'resources':['statefulsets'],'resourceNames':['web-db'],'verbs':['get']},"
                    + "{'apiGroups':['apps'],'resources':['replicasets'],'verbs':['list']},"
                    + "{'apiGroups':[''],'resources':['pods'],'verbs':['list']}]")
                .replace('\'', '"'));
    JsonNode binding = shop.one("RoleBinding");
    assertThat(binding.at("/roleRef/name").asString()).isEqualTo(Rendered.name(role));
    assertThat(binding.at("/subjects/0/name").asString()).isEqualTo("web-lockstep-contract");
    assertThat(binding.at("/subjects/0/namespace").asString()).isEqualTo("shop");
    assertThat(Rendered.pod(job).path("serviceAccountName").asString())
        .isEqualTo("web-lockstep-contract");
    assertThat(
            shop.named("ServiceAccount", "web-lockstep-contract")
                .path("automountServiceAccountToken")
                .asBoolean(true))
        .isFalse();
    assertThat(
            Chart.render("migrations: {contract: {waitFor: [{kind: StatefulSet, name: a}]}}")
                .one("Role")
                .path("rules"))
        .as("replica sets are a Deployment's")
        .hasSize(2);
  }

  @Test
  void its_account_may_be_another_and_has_the_annotations_of_the_other_jobs_account() {
    assertThat(
            Chart.render(
                    "migrations: {serviceAccount: {annotations: {a: '1', b: '1'}}, contract: {%s, serviceAccount: {annotations: {b: '2'}}}}"
                        .formatted(WAIT))
                .named("ServiceAccount", "web-lockstep-contract")
                .at("/metadata/annotations")
                .toString())
        .isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
    Rendered own =
        Chart.render(
            "migrations: {contract: {%s, serviceAccount: {create: false, name: mine}}}"
                .formatted(WAIT));
    assertThat(Rendered.pod(contract(own)).path("serviceAccountName").asString()).isEqualTo("mine");
    assertThat(own.all("Role")).isEmpty();
  }

  @Test
  void it_reaches_the_api_server_where_pods_may_reach_little() {
    String policy = "networkPolicy: {enabled: true, allowExternalEgress: %s}";
    Rendered closed =
        Chart.render("migrations: {%s, contract: {%s}}".formatted(policy.formatted("false"), WAIT));
    JsonNode own = closed.named("NetworkPolicy", "web-lockstep-contract");
    assertThat(own.at("/spec/egress").toString())
        .isEqualTo(
            "[{\"ports\":[{\"port\":443,\"protocol\":\"TCP\"},{\"port\":6443,\"protocol\":\"TCP\"}]}]");
    JsonNode labels = contract(closed).at("/spec/template/metadata/labels");
    own.at("/spec/podSelector/matchLabels")
        .properties()
        .forEach(label -> assertThat(labels.path(label.getKey())).isEqualTo(label.getValue()));
    assertThat(
            closed.jobs().get(0).at("/spec/template/metadata/labels").has("lockstep.io/job")
                && closed.jobs().get(1).at("/spec/template/metadata/labels").has("lockstep.io/job"))
        .isFalse();
    assertThat(
            Chart.render(
                    "migrations: {%s, contract: {%s}}".formatted(policy.formatted("true"), WAIT))
                .all("NetworkPolicy"))
        .noneMatch(each -> Rendered.name(each).equals("web-lockstep-contract"));
  }
}
