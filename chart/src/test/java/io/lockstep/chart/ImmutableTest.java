package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upgrade can't change is refused before Helm begins. */
class ImmutableTest {
  private static final String ACCOUNT = "/api/v1/namespaces/shop/serviceaccounts/default";
  private static final String SET =
      "/apis/apps/v1/namespaces/shop/statefulsets/web-lockstep-postgresql";
  private static final String OBJECT =
      "{\"apiVersion\": \"v1\", \"kind\": \"ServiceAccount\", \"metadata\": {\"name\": \"x\"}}";

  /** As Kubernetes keeps what the chart makes of its own values. */
  private static final String MADE =
      """
      {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "web-lockstep-postgresql"},
       "spec": {
         "selector": {"matchLabels": {"app.kubernetes.io/component": "postgresql",
           "app.kubernetes.io/instance": "web", "app.kubernetes.io/name": "lockstep"}},
         "template": {"spec": {"containers": [{"image": "docker.io/library/postgres:17", "env": [
           {"name": "POSTGRES_USER", "value": "app"}, {"name": "POSTGRES_DB", "value": "app"},
           {"name": "POSTGRES_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]}]}},
         "volumeClaimTemplates": [{"metadata": {"name": "data", "creationTimestamp": null},
           "spec": {"accessModes": ["ReadWriteOnce"], "volumeMode": "Filesystem",
                    "resources": {"requests": {"storage": "8Gi"}}}, "status": {"phase": "Pending"}}]},
       "status": {"replicas": 1, "readyReplicas": 1}}
      """;

  private static void made(String set) {
    FakeCluster.holds(Map.of(ACCOUNT, OBJECT, SET, set));
  }

  @AfterEach
  void leave() {
    FakeCluster.holds(Map.of());
  }

  @Test
  void another_size_of_the_claim_is_refused_before_helm_begins() {
    FakeCluster.holds(
        Map.of(
            ACCOUNT,
            OBJECT,
            SET,
            """
            {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "x"},
             "spec": {"volumeClaimTemplates": [{"spec": {"resources": {"requests": {"storage": "8Gi"}}}}]}}
            """));
    assertThat(Chart.refusal("{}")).isEqualTo("accepted");
    assertThat(Chart.refusal("postgresql: {persistence: {size: 9Gi}}"))
        .contains("postgresql.persistence.size: it is 8Gi and can't be changed by an upgrade");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "postgresql: {persistence: {size: 8192Mi}}",
        "postgresql: {persistence: {size: 8589934592}}",
        "postgresql: {persistence: {size: 8388608Ki}}",
        "postgresql: {image: {tag: 17-alpine}}",
        "postgresql: {image: {tag: '17.6'}}",
        "postgresql: {image: {repository: mine/database, tag: '3'}}",
        "postgresql: {image: {repository: pgvector/pgvector, tag: 0.8.0-pg17}}",
        "postgresql: {enabled: false}\nexternalDatabase: {host: db, existingSecret: s}"
      })
  void what_is_the_same_in_other_words_is_no_change(String values) {
    made(MADE);
    assertThat(Chart.refusal(values)).isEqualTo("accepted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "persistence: {size: 8G} | persistence.size: it is 8Gi and can't be changed",
        "persistence: {size: 16Gi} | persistence.size: it is 8Gi and can't be changed",
        "persistence: {storageClass: fast} | persistence.storageClass: it is \"\" and can't be changed",
        "persistence: {accessModes: [ReadWriteMany]} | persistence.accessModes: they are ReadWriteOnce",
        "persistence: {annotations: {a: b}} | persistence.annotations: they are the claim's",
        "persistence: {enabled: false} | persistence: whether the chart makes the claim",
        "persistence: {existingClaim: mine} | persistence: whether the chart makes the claim",
        "image: {tag: '15'} | image.tag: the data are of PostgreSQL 17, and 15 can't read them",
        "image: {tag: 18-alpine} | image.tag: the data are of PostgreSQL 17, and 18 can't read them",
        "image: {repository: timescale/x, tag: 2.17-pg16} | image.tag: the data are of PostgreSQL 17, and 16",
        "auth: {username: shop} | auth.username: the database was made with app",
        "auth: {database: shop} | auth.database: the database was made with app",
      })
  void what_can_not_be_changed_is_refused_with_the_way_out(String postgresql, String says) {
    made(MADE);
    assertThat(Chart.refusal("postgresql: {%s}".formatted(postgresql)))
        .contains("postgresql." + says);
  }

  @Test
  void a_role_with_a_dollar_is_the_one_that_kubernetes_made_of_it() {
    made(MADE.replace("\"value\": \"app\"}, {", "\"value\": \"a$$b\"}, {"));
    assertThat(Chart.refusal("postgresql: {auth: {username: a$b}}")).isEqualTo("accepted");
    assertThat(Chart.refusal("postgresql: {auth: {username: a$c}}"))
        .contains("postgresql.auth.username: the database was made with a$b");
  }

  @Test
  void another_selector_is_refused_unless_it_is_another_object_s() {
    made(MADE);
    assertThat(Chart.refusal("{nameOverride: db, fullnameOverride: web-lockstep}"))
        .contains(
            "nameOverride: the StatefulSet web-lockstep-postgresql was made with the name \"lockstep\"");
    assertThat(Chart.refusal("nameOverride: db")).isEqualTo("accepted");
    FakeCluster.holds(
        Map.of(
            ACCOUNT,
            OBJECT,
            "/apis/apps/v1/namespaces/shop/deployments/web-lockstep",
            """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web-lockstep"},
             "spec": {"selector": {"matchLabels": {"app.kubernetes.io/component": "serving",
               "app.kubernetes.io/instance": "web", "app.kubernetes.io/name": "lockstep"}}}}
            """));
    assertThat(Chart.refusal("{}")).isEqualTo("accepted");
    assertThat(Chart.refusal("{nameOverride: db, fullnameOverride: web-lockstep}"))
        .contains("nameOverride: the Deployment web-lockstep was made with the name \"lockstep\"");
  }

  @Test
  void a_database_that_does_not_start_is_no_witness_of_its_version() {
    made(MADE.replace("\"readyReplicas\": 1", "\"updatedReplicas\": 1"));
    assertThat(Chart.refusal("postgresql: {image: {tag: '15'}}")).isEqualTo("accepted");
  }
}
