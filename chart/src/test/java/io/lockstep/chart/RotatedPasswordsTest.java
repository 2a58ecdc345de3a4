package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A password of the chart's own that changes restarts what reads it, and says nothing about it. */
class RotatedPasswordsTest {
  private static final String ACCOUNT = "/api/v1/namespaces/shop/serviceaccounts/default";
  private static final String SECRETS = "/api/v1/namespaces/shop/secrets/web-lockstep-";
  private static final String DATABASE = "lockstep.io/database-password";
  private static final String READER = "lockstep.io/reader-password";
  private static final String VALUES =
      "{postgresql: {auth: {password: %s}}, reader: {password: %s}}";
  private static final String EXTERNAL =
      "{postgresql: {enabled: false}, externalDatabase: {host: db, password: %s}}";

  @AfterEach
  void leave() {
    FakeCluster.holds(Map.of());
  }

  private static void cluster(Map<String, String> secrets) {
    Map<String, String> objects =
        new HashMap<>(
            Map.of(
                ACCOUNT,
                "{\"apiVersion\": \"v1\", \"kind\": \"ServiceAccount\", \"metadata\": {\"name\": \"x\"}}"));
    secrets.forEach((name, data) -> objects.put(SECRETS + name, data));
    FakeCluster.holds(objects);
  }

  private static String secret(String password, String since) {
    return """
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x"},
         "data": {"password": "%s", "since": "%s"}}
        """
        .formatted(encoded(password), encoded(since));
  }

  @Test
  void a_password_is_known_by_the_revision_that_brought_it() {
    String since = "7 " + sha256("kept");
    cluster(Map.of("postgresql", secret("kept", since), "reader", secret("kept", since)));
    for (String values : new String[] {"{}", VALUES.formatted("kept", "kept")}) {
      Rendered rendered = Chart.renderOnly(values);
      assertThat(annotations(rendered.one("StatefulSet")).path(DATABASE).asString()).isEqualTo("7");
      assertThat(annotations(rendered.jobs().get(0)).path(DATABASE).asString()).isEqualTo("7");
      assertThat(annotations(rendered.jobs().get(0)).path(READER).asString()).isEqualTo("7");
      assertThat(annotations(rendered.one("Deployment")).path(READER).asString()).isEqualTo("7");
      assertThat(decoded(rendered, "reader", "since")).isEqualTo(since);
    }
  }

  @Test
  void a_password_that_changes_is_of_this_revision_for_those_who_read_it() {
    String since = "7 " + sha256("kept");
    cluster(Map.of("postgresql", secret("kept", since), "reader", secret("kept", since)));
    Rendered rendered = Chart.renderOnly(VALUES.formatted("kept", "new"));
    assertThat(annotations(rendered.one("StatefulSet")).path(DATABASE).asString()).isEqualTo("7");
    assertThat(annotations(rendered.one("Deployment")).has(DATABASE)).isFalse();
    assertThat(annotations(rendered.one("Deployment")).path(READER).asString()).isEqualTo("1");
    assertThat(annotations(rendered.jobs().get(0)).path(READER).asString()).isEqualTo("1");
    assertThat(decoded(rendered, "reader", "since")).isEqualTo("1 " + sha256("new"));
    assertThat(decoded(rendered, "reader", "password")).isEqualTo("new");
  }

  @Test
  void a_secret_that_was_changed_by_hand_or_is_older_than_this_or_gone_is_new() {
    for (Map<String, String> held :
        Stream.<Map<String, String>>of(
                Map.of("postgresql", secret("by hand", "7 " + sha256("kept"))),
                Map.of("postgresql", secret("kept", "")),
                Map.of())
            .toList()) {
      cluster(held);
      assertThat(annotations(Chart.renderOnly("{}").one("StatefulSet")).path(DATABASE).asString())
          .isEqualTo("1");
    }
  }

  @Test
  void a_password_for_an_external_database_counts_as_well() {
    cluster(Map.of("database", secret("kept", "7 " + sha256("kept"))));
    assertThat(annotations(Chart.renderOnly(EXTERNAL.formatted("kept")).one("Deployment")))
        .anySatisfy(value -> assertThat(value.asString()).isEqualTo("7"));
    assertThat(annotations(Chart.renderOnly(EXTERNAL.formatted("new")).one("Deployment")))
        .anySatisfy(value -> assertThat(value.asString()).isEqualTo("1"));
  }

  @Test
  void without_a_cluster_another_password_makes_other_jobs_and_pods_and_the_same_one_the_same() {
    Rendered one = Chart.renderWithScrypt("web", VALUES.formatted("a", "b"));
    assertThat(Chart.renderWithScrypt("web", VALUES.formatted("a", "b")).text())
        .isEqualTo(one.text());
    Rendered other = Chart.renderWithScrypt("web", VALUES.formatted("a", "c"));
    assertThat(other.jobNames()).isNotEqualTo(one.jobNames());
    assertThat(annotations(other.one("Deployment")))
        .isNotEqualTo(annotations(one.one("Deployment")));
    assertThat(annotations(other.one("StatefulSet")))
        .as("it does not read the reader's")
        .isEqualTo(annotations(one.one("StatefulSet")));
  }

  @Test
  void without_a_cluster_the_mark_is_no_plain_hash_and_of_this_release_alone() {
    Rendered rendered = Chart.renderWithScrypt("web", VALUES.formatted("a", "a"));
    String mark = annotations(rendered.one("StatefulSet")).path(DATABASE).asString();
    assertThat(mark).hasSize(16);
    for (String plain : new String[] {"a", "weba", "web/a", "shop/web", "shop/weba"}) {
      assertThat(sha256(plain)).doesNotStartWith(mark);
    }
    assertThat(
            annotations(
                    Chart.renderWithScrypt("api", VALUES.formatted("a", "a")).one("StatefulSet"))
                .path(DATABASE)
                .asString())
        .isNotEqualTo(mark);
    assertThat(rendered.text()).doesNotContain("lockstep.io/password");
  }

  @Test
  void a_secret_of_the_users_own_is_followed_by_annotations_of_the_users_own() {
    String reloader = "{reloader.stakater.com/auto: 'true'}";
    Rendered rendered =
        Chart.renderOnly(
            """
            postgresql: {auth: {existingSecret: mine}, annotations: %1$s}
            reader: {existingSecret: mine}
            serving: {annotations: %1$s}
            migrations: {annotations: %1$s}
            """
                .formatted(reloader));
    for (JsonNode object :
        new JsonNode[] {
          rendered.one("StatefulSet"), rendered.one("Deployment"), rendered.jobs().get(0)
        }) {
      assertThat(annotations(object).toString()).doesNotContain("-password");
      assertThat(object.at("/metadata/annotations/reloader.stakater.com~1auto").asString())
          .isEqualTo("true");
    }
  }

  private static JsonNode annotations(JsonNode object) {
    return object.at("/spec/template/metadata/annotations");
  }

  private static String decoded(Rendered rendered, String secret, String key) {
    String text =
        rendered.named("Secret", "web-lockstep-" + secret).path("data").path(key).asString();
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
