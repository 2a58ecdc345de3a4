package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DatabaseTest {
  private static final String EXTERNAL =
      """
      postgresql: {enabled: false}
      externalDatabase:
        host: db.example.org
        port: 6432
        user: app
        database: shop
        existingSecret: mine
        existingSecretPasswordKey: pass
        sslmode: verify-full
        sslRootCertSecret: authority
        sslRootCertKey: root.crt
      """;

  @Test
  void the_bundled_database_is_reached_by_its_service_with_a_password_from_its_secret() {
    Rendered rendered = Chart.render("{}");
    for (JsonNode object : List.of(rendered.jobs().get(0), rendered.one("Deployment"))) {
      assertThat(variable(object, "POSTGRES_HOST")).isEqualTo("web-lockstep-postgresql");
      assertThat(variable(object, "POSTGRES_USER")).isEqualTo("app");
      assertThat(variable(object, "POSTGRES_PASSWORD_FILE"))
          .isEqualTo("/secrets/database/password");
      assertThat(secret(object, "database")).isEqualTo("web-lockstep-postgresql:password");
    }
    rendered.named("Service", "web-lockstep-postgresql");
    assertThat(rendered.one("Secret").at("/data/password").asString())
        .isEqualTo(encoded("generated"));
  }

  /** It puts another variable in for $(NAME), and one $ for two. */
  @Test
  void names_and_queries_with_a_dollar_are_kept_from_kubernetes() {
    Rendered bundled =
        Chart.render(
            """
            databaseSchema: 's$(HOME)'
            reader: {enabled: true, username: 'r$$', password: x}
            postgresql: {auth: {username: 'u$$1', database: 'd$(POSTGRES_USER)'}}
            """);
    for (JsonNode object : List.of(bundled.jobs().get(0), bundled.one("StatefulSet"))) {
      assertThat(variable(object, "POSTGRES_USER")).isEqualTo("u$$$$1");
      assertThat(variable(object, "POSTGRES_DB")).isEqualTo("d$$(POSTGRES_USER)");
    }
    assertThat(variable(bundled.jobs().get(0), "POSTGRES_SCHEMA")).isEqualTo("s$$(HOME)");
    assertThat(variable(bundled.one("Deployment"), "POSTGRES_READER_USER")).isEqualTo("r$$$$");
    JsonNode tenants =
        Chart.render(
                "migrations: {tenants: {shares: 1, query: 'select name from t where a = $$b$$'}}")
            .one("Job");
    assertThat(variable(tenants, "LOCKSTEP_TENANTS_QUERY"))
        .isEqualTo("select name from t where a = $$$$b$$$$");
  }

  @Test
  void an_external_one_with_tls_is_reached_as_the_values_say_and_nothing_is_bundled() {
    Rendered rendered = Chart.render(EXTERNAL);
    assertThat(rendered.all("StatefulSet")).isEmpty();
    assertThat(rendered.all("NetworkPolicy")).isEmpty();
    assertThat(rendered.all("Secret")).isEmpty();
    JsonNode job = rendered.jobs().get(0);
    assertThat(
            Stream.of("HOST", "PORT", "DB", "USER", "SSLMODE", "SSLROOTCERT", "SCHEMA")
                .map(name -> variable(job, "POSTGRES_" + name)))
        .containsExactly(
            "db.example.org", "6432", "shop", "app", "verify-full", "/secrets/ca/ca.crt", "public");
    assertThat(secret(job, "database")).isEqualTo("mine:pass");
    assertThat(secret(job, "ca")).isEqualTo("authority:root.crt");
  }

  @Test
  void passwords_are_nowhere_but_in_secrets() {
    String values =
        """
        postgresql: {auth: {password: top-secret-1}}
        reader: {enabled: true, password: top-secret-2}
        """;
    for (JsonNode object : Chart.render(values).objects()) {
      if (!object.path("kind").asString().equals("Secret")) {
        assertThat(object.toString())
            .doesNotContain("top-secret", encoded("top-secret-1"), encoded("top-secret-2"));
      }
    }
    assertThat(
            Chart.render(
                    "{postgresql: {enabled: false}, externalDatabase: {host: db, password: top-secret}}")
                .jobs()
                .toString())
        .doesNotContain("top-secret");
  }

  @Test
  void without_a_cluster_a_password_cannot_be_kept_so_it_has_to_be_given() {
    assertThat(Chart.refusalOfOnly("{reader: {enabled: true}}"))
        .contains("postgresql.auth.existingSecret: needed where Helm can't look at the cluster")
        .contains("reader.existingSecret: needed where Helm can't look at the cluster");
    assertThat(Chart.refusalOfOnly("postgresql: {auth: {existingSecret: mine}}"))
        .isEqualTo("accepted");
  }

  @Test
  void exactly_one_database_must_be_named() {
    assertThat(Chart.refusal("externalDatabase: {host: db}"))
        .contains("externalDatabase.host: postgresql.enabled is true as well");
    assertThat(Chart.refusal("postgresql: {enabled: false}"))
        .contains("externalDatabase.host: needed with postgresql.enabled=false");
  }

  @Test
  void with_a_reader_the_function_does_not_even_have_the_owner_s_password() {
    Rendered rendered = Chart.render("reader: {enabled: true, existingSecret: r, username: ro}");
    JsonNode function = rendered.one("Deployment");
    assertThat(variable(function, "POSTGRES_READER_USER")).isEqualTo("ro");
    assertThat(variable(function, "POSTGRES_READER_PASSWORD_FILE"))
        .isEqualTo("/secrets/reader/password");
    assertThat(Rendered.variable(function, "POSTGRES_USER").isMissingNode()).isTrue();
    assertThat(Rendered.pod(function).path("volumes").toString())
        .contains("\"r\"")
        .doesNotContain("web-lockstep-postgresql");
    JsonNode job = rendered.jobs().get(0);
    assertThat(variable(job, "POSTGRES_USER")).isEqualTo("app");
    assertThat(variable(job, "POSTGRES_READER_USER")).isEqualTo("ro");
  }

  @Test
  void only_pods_of_the_release_reach_the_bundled_database() {
    Rendered rendered = Chart.renderWithHooks("migrations: {schedule: '0 * * * *'}");
    JsonNode policy = rendered.one("NetworkPolicy");
    assertThat(policy.at("/spec/podSelector/matchLabels"))
        .isEqualTo(rendered.one("StatefulSet").at("/spec/selector/matchLabels"));
    JsonNode allowed = policy.at("/spec/ingress/0/from/0/podSelector/matchLabels");
    Stream<JsonNode> clients =
        Stream.of(
            rendered.jobs().get(0).at("/spec/template/metadata/labels"),
            rendered.one("CronJob").at("/spec/jobTemplate/spec/template/metadata/labels"),
            rendered.one("Deployment").at("/spec/template/metadata/labels"),
            rendered.all("Pod").get(0).at("/metadata/labels"));
    assertThat(clients)
        .allSatisfy(
            labels ->
                allowed
                    .properties()
                    .forEach(e -> assertThat(labels.path(e.getKey())).isEqualTo(e.getValue())));
  }

  @Test
  void the_claim_outlives_the_release_or_is_the_user_s_or_is_not_there() {
    JsonNode claim = Chart.render("{}").one("StatefulSet").at("/spec/volumeClaimTemplates/0");
    assertThat(claim.at("/spec/resources/requests/storage").asString()).isEqualTo("8Gi");
    assertThat(claim.at("/metadata/labels").has("helm.sh/chart")).isFalse();
    assertThat(data("existingClaim: mine").at("/persistentVolumeClaim/claimName").asString())
        .isEqualTo("mine");
    assertThat(data("enabled: false").has("emptyDir")).isTrue();
  }

  private static JsonNode data(String persistence) {
    JsonNode set =
        Chart.render("postgresql: {persistence: {%s}}".formatted(persistence)).one("StatefulSet");
    assertThat(set.at("/spec/volumeClaimTemplates").isMissingNode()).isTrue();
    return Rendered.volume(set, "data");
  }

  /** Name and key of the Secret that a volume is. */
  private static String secret(JsonNode object, String volume) {
    JsonNode secret = Rendered.volume(object, volume).path("secret");
    return secret.path("secretName").asString() + ":" + secret.at("/items/0/key").asString();
  }

  private static String variable(JsonNode object, String name) {
    return Rendered.variable(object, name).asString();
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
