package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What pods may reach. */
class EgressTest {
  private static final String VALUES =
      """
      migrations: {networkPolicy: {enabled: true, allowExternalEgress: %1$s}}
      serving: {mode: deployment, networkPolicy: {enabled: true, allowExternalEgress: %1$s}}
      postgresql: {networkPolicy: {allowExternalEgress: %1$s}}
      """;

  private static List<String> ports(JsonNode policy) {
    return policy
        .at("/spec/egress")
        .valueStream()
        .flatMap(rule -> rule.path("ports").valueStream())
        .map(port -> port.path("port").asString() + port.path("protocol").asString())
        .toList();
  }

  @Test
  void anything_may_be_reached_unless_the_values_say_otherwise() {
    assertThat(Chart.render(VALUES.formatted("true")).all("NetworkPolicy"))
        .hasSize(3)
        .allMatch(policy -> policy.at("/spec/policyTypes").toString().equals("[\"Ingress\"]"))
        .noneMatch(policy -> policy.path("spec").has("egress"));
  }

  @Test
  void else_jobs_and_the_function_reach_dns_and_the_database_and_that_reaches_dns() {
    Rendered rendered = Chart.render(VALUES.formatted("false"));
    for (String name : List.of("web-lockstep", "web-lockstep-migrations")) {
      JsonNode policy = rendered.named("NetworkPolicy", name);
      assertThat(policy.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
      assertThat(ports(policy)).containsExactly("53UDP", "53TCP", "5432TCP");
      assertThat(policy.at("/spec/egress/1/to/0/podSelector/matchLabels"))
          .isEqualTo(rendered.one("StatefulSet").at("/spec/selector/matchLabels"));
    }
    assertThat(ports(rendered.named("NetworkPolicy", "web-lockstep-postgresql")))
        .containsExactly("53UDP", "53TCP");
  }

  @Test
  void the_jobs_policy_is_for_their_pods_and_lets_nothing_in() {
    Rendered rendered = Chart.render("migrations: {networkPolicy: {enabled: true}}");
    JsonNode policy = rendered.named("NetworkPolicy", "web-lockstep-migrations");
    assertThat(policy.at("/spec/ingress").toString()).isEqualTo("[]");
    JsonNode labels = rendered.jobs().get(0).at("/spec/template/metadata/labels");
    policy
        .at("/spec/podSelector/matchLabels")
        .properties()
        .forEach(e -> assertThat(labels.path(e.getKey())).isEqualTo(e.getValue()));
  }

  @Test
  void an_external_database_and_tenants_are_reached_by_their_ports() {
    JsonNode policy =
        Chart.render(
                """
                postgresql: {enabled: false}
                externalDatabase: {host: db, port: 6432, existingSecret: s}
                migrations:
                  networkPolicy: {enabled: true, allowExternalEgress: false, extraEgress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}
                  tenants: {list: [{name: a, host: b, port: 7432}]}
                """)
            .one("NetworkPolicy");
    assertThat(ports(policy)).containsExactly("53UDP", "53TCP", "6432TCP", "7432TCP");
    assertThat(policy.at("/spec/egress/2/to/0/ipBlock/cidr").asString()).isEqualTo("10.0.0.0/8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"existingSecret: s", "existingConfigMap: s", "query: select"})
  void tenants_that_helm_does_not_see_may_be_on_other_servers_than_the_bundled_one(String source) {
    JsonNode policy =
        Chart.render(
                """
                migrations:
                  networkPolicy: {enabled: true, allowExternalEgress: false}
                  tenants: {shares: 1, %s}
                """
                    .formatted(source))
            .named("NetworkPolicy", "web-lockstep-migrations");
    assertThat(ports(policy)).containsExactly("53UDP", "53TCP", "5432TCP");
    assertThat(policy.at("/spec/egress/1").has("to")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrations", "serving", "postgresql"})
  void rules_that_would_have_no_effect_are_refused(String component) {
    assertThat(
            Chart.refusal(
                "%s: {networkPolicy: {enabled: true, extraEgress: [{}]}}".formatted(component)))
        .contains(component + ".networkPolicy.extraEgress: pods may reach anything until");
    assertThat(
            Chart.refusal(
                "%s: {networkPolicy: {enabled: false, allowExternalEgress: false}}"
                    .formatted(component)))
        .contains(component + ".networkPolicy.allowExternalEgress: there is no policy");
  }
}
