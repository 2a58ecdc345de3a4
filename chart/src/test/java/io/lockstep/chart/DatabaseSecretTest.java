package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What of an external database Secrets, ConfigMaps and files of others say. */
class DatabaseSecretTest {
  private static final String EXTERNAL =
      "{postgresql: {enabled: false}, reader: {%s}, externalDatabase: {%s}}";

  private static Rendered render(String database) {
    return Chart.render(EXTERNAL.formatted("", database));
  }

  private static String refusal(String reader, String database) {
    return Chart.refusal(EXTERNAL.formatted(reader, database));
  }

  /** Name and key of the Secret where a variable comes from, or its text. */
  private static String variable(JsonNode object, String name) {
    JsonNode variable = Rendered.variable(object, "POSTGRES_" + name);
    JsonNode reference = variable.path("secretKeyRef");
    return reference.isMissingNode()
        ? variable.asString("-")
        : reference.path("name").asString() + ":" + reference.path("key").asString();
  }

  private static List<String> address(JsonNode object) {
    return Stream.of("HOST", "PORT", "DB", "USER").map(name -> variable(object, name)).toList();
  }

  private static List<String> volumes(JsonNode object) {
    return Rendered.pod(object)
        .path("volumes")
        .valueStream()
        .map(volume -> volume.path("name").asString())
        .toList();
  }

  @Test
  void the_secret_that_cloudnativepg_makes_for_an_application_is_enough() {
    for (String mode : List.of("deployment", "knative")) {
      Rendered rendered =
          Chart.render(
              "{postgresql: {enabled: false}, externalDatabase: {existingSecret: shop-app}, serving: {mode: %s}}"
                  .formatted(mode));
      assertThat(rendered.all("Secret")).isEmpty();
      JsonNode function =
          rendered.objects().stream()
              .filter(o -> o.toString().contains("[\"serve\"]"))
              .findFirst()
              .orElseThrow();
      for (JsonNode object : List.of(rendered.jobs().get(0), function)) {
        assertThat(address(object))
            .containsExactly(
                "shop-app:host", "shop-app:port", "shop-app:dbname", "shop-app:username");
        assertThat(variable(object, "PASSWORD_FILE")).isEqualTo("/secrets/database/password");
        assertThat(Rendered.volume(object, "database").path("secret").toString())
            .contains("\"secretName\":\"shop-app\"", "\"key\":\"password\"");
      }
    }
  }

  @Test
  void a_host_in_the_values_means_that_the_secret_has_the_password_alone() {
    assertThat(address(render("host: db, existingSecret: mine").jobs().get(0)))
        .containsExactly("db", "5432", "postgres", "postgres");
  }

  @Test
  void what_the_values_say_wins_over_cloudnativepg_s_keys() {
    assertThat(address(render("existingSecret: shop-app, database: other").jobs().get(0)))
        .containsExactly("shop-app:host", "shop-app:port", "other", "shop-app:username");
  }

  @Test
  void each_part_may_have_a_key_of_its_own_in_the_secret() {
    String keys =
        "existingSecret: mine, existingSecretHostKey: h, existingSecretPortKey: p,"
            + " existingSecretUserKey: u, existingSecretDatabaseKey: d, existingSecretPasswordKey: w";
    JsonNode job = render(keys).jobs().get(0);
    assertThat(address(job)).containsExactly("mine:h", "mine:p", "mine:d", "mine:u");
    assertThat(Rendered.volume(job, "database").toString()).contains("\"key\":\"w\"");
    assertThat(
            address(
                render("host: db, existingSecret: mine, existingSecretUserKey: u").jobs().get(0)))
        .containsExactly("db", "5432", "postgres", "mine:u");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uri", "jdbc-uri"})
  void a_whole_uri_is_a_file_and_nothing_else_says_where_the_database_is(String key) {
    JsonNode job = render("existingSecret: shop-app, existingSecretUriKey: " + key).jobs().get(0);
    assertThat(address(job)).containsOnly("-");
    assertThat(variable(job, "PASSWORD_FILE")).isEqualTo("-");
    assertThat(variable(job, "URI_FILE")).isEqualTo("/secrets/database/uri");
    assertThat(Rendered.volume(job, "database").at("/secret/items/0").toString())
        .isEqualTo("{\"key\":\"%s\",\"path\":\"uri\"}".formatted(key));
  }

  @Test
  void a_reader_s_function_gets_the_address_but_neither_the_owner_s_name_nor_password() {
    JsonNode function =
        Chart.render(
                EXTERNAL.formatted("enabled: true, existingSecret: r", "existingSecret: shop-app"))
            .one("Deployment");
    assertThat(address(function))
        .containsExactly("shop-app:host", "shop-app:port", "shop-app:dbname", "-");
    assertThat(volumes(function)).contains("reader").doesNotContain("database");
  }

  @Test
  void a_password_s_file_of_something_else_needs_no_secret() {
    Rendered rendered = render("host: db, passwordFile: /vault/secrets/database");
    assertThat(rendered.all("Secret")).isEmpty();
    for (JsonNode object : List.of(rendered.jobs().get(0), rendered.one("Deployment"))) {
      assertThat(variable(object, "PASSWORD_FILE")).isEqualTo("/vault/secrets/database");
      assertThat(volumes(object)).doesNotContain("database");
    }
    JsonNode job =
        render(
                "existingSecret: mine, existingSecretHostKey: host, passwordFile: /vault/secrets/database")
            .jobs()
            .get(0);
    assertThat(variable(job, "HOST")).isEqualTo("mine:host");
    assertThat(variable(job, "PASSWORD_FILE")).isEqualTo("/vault/secrets/database");
  }

  @Test
  void a_client_certificate_and_an_authority_from_a_configmap_are_mounted() {
    Rendered rendered =
        Chart.render(
            EXTERNAL.formatted(
                "enabled: true, existingSecret: r, sslCertSecret: reader-tls",
                "host: db, existingSecret: s, sslRootCertConfigMap: authority, sslRootCertKey: root.pem, sslCertSecret: owner-tls, sslKeyKey: key.pem"));
    JsonNode job = rendered.jobs().get(0);
    assertThat(Rendered.volume(job, "ca").path("configMap").toString())
        .contains("\"name\":\"authority\"", "{\"key\":\"root.pem\",\"path\":\"ca.crt\"}");
    assertThat(variable(job, "SSLROOTCERT")).isEqualTo("/secrets/ca/ca.crt");
    assertThat(variable(job, "SSLCERT")).isEqualTo("/secrets/certificate/tls.crt");
    assertThat(variable(job, "SSLKEY")).isEqualTo("/secrets/certificate/tls.key");
    assertThat(Rendered.volume(job, "certificate").path("secret").toString())
        .contains("owner-tls", "{\"key\":\"tls.crt\",\"path\":\"tls.crt\"}")
        .contains("{\"key\":\"key.pem\",\"path\":\"tls.key\"}");
    assertThat(Rendered.volume(rendered.one("Deployment"), "certificate").toString())
        .contains("reader-tls")
        .doesNotContain("owner-tls");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pre-upgrade"})
  void a_certificate_may_do_without_a_password(String hook) {
    String values =
        "{migrations: {hook: '%s'}, postgresql: {enabled: false}, externalDatabase: {host: db, sslCertSecret: tls, %s}}";
    Rendered rendered = Chart.renderWithHooks(values.formatted(hook, ""));
    assertThat(rendered.all("Secret")).isEmpty();
    JsonNode job = rendered.jobs().get(0);
    assertThat(variable(job, "PASSWORD_FILE")).isEqualTo("-");
    assertThat(volumes(job)).contains("certificate").doesNotContain("database");
    assertThat(
            variable(
                Chart.renderWithHooks(values.formatted(hook, "existingSecret: s")).jobs().get(0),
                "PASSWORD_FILE"))
        .isEqualTo("/secrets/database/password");
  }

  @Test
  void names_may_be_made_of_the_release_s() {
    JsonNode job =
        render(
                "existingSecret: '{{ .Release.Name }}-db-app', sslCertSecret: '{{ .Release.Name }}-tls'")
            .jobs()
            .get(0);
    assertThat(variable(job, "HOST")).isEqualTo("web-db-app:host");
    assertThat(Rendered.volume(job, "certificate").toString()).contains("web-tls");
    assertThat(variable(render("host: 'db.{{ .Release.Namespace }}.svc'").jobs().get(0), "HOST"))
        .isEqualTo("db.shop.svc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "existingSecretHostKey: h | existingSecretHostKey: it is a key in externalDatabase.existingSecret, which is empty",
        "host: db, existingSecret: s, existingSecretHostKey: h | existingSecretHostKey: externalDatabase.host says the same",
        "existingSecret: s, existingSecretUserKey: u | externalDatabase.host: needed",
        "host: db, existingSecret: s, existingSecretUriKey: uri | externalDatabase.host: the URI",
        "database: shop, existingSecret: s, existingSecretUriKey: uri | externalDatabase.database: the URI",
        "host: db, existingSecret: s, passwordFile: /p | externalDatabase.passwordFile: externalDatabase.password or existingSecret gives it",
        "host: db, passwordFile: p | passwordFile",
        "host: db, sslRootCertSecret: a, sslRootCertConfigMap: b | sslRootCertConfigMap: externalDatabase.sslRootCertSecret gives it"
      })
  void two_ways_to_say_the_same_are_refused(String database, String message) {
    assertThat(refusal("", database)).contains(message);
  }

  @Test
  void a_uri_with_the_owner_s_password_is_refused_for_a_function_that_only_reads() {
    assertThat(
            refusal(
                "enabled: true, existingSecret: r", "existingSecret: s, existingSecretUriKey: uri"))
        .contains("externalDatabase.existingSecretUriKey: with reader.enabled");
  }
}
