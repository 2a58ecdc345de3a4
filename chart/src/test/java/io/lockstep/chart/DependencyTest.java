package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A team's own chart that has this one as its dependency. */
class DependencyTest {
  private static final String PASSWORD = "postgresql: {auth: {password: given}}";
  private static final String ONE = "lockstep: {" + PASSWORD + "}\n";
  private static final String TWO = "one: {%1$s}\ntwo: {%1$s}\n".formatted(PASSWORD);

  @BeforeAll
  static void start() {
    Chart.helm(); // the cluster that is none
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_condition_switches_it_on_and_off(boolean enabled) {
    Rendered shop =
        new Umbrella("condition: lockstep.enabled")
            .render("web", "lockstep: {enabled: %s, %s}".formatted(enabled, PASSWORD));
    assertThat(shop.objects().isEmpty()).isNotEqualTo(enabled);
  }

  @Test
  void a_condition_is_true_where_nothing_is_said() {
    assertThat(new Umbrella("condition: lockstep.enabled").render("web", ONE).jobs()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "global: {imagePullSecrets: [{name: mine}]}",
        "global: {imagePullSecrets: [mine], postgresql: {auth: {database: other}}}",
        "global: {imagePullSecrets: [mine, {name: mine}], security: {allowInsecureImages: true}}",
        "tags: {database: true}\nglobal: {imagePullSecrets: [mine]}",
        "shop: {replicaCount: 2}\nglobal: {imagePullSecrets: [mine], imageRegistry: null}"
      })
  void what_other_charts_of_the_release_are_told_is_not_refused(String values) {
    Rendered shop = new Umbrella("tags: [database]").render("web", ONE + values);
    assertThat(shop.jobs().get(0).at("/spec/template/spec/imagePullSecrets"))
        .singleElement()
        .satisfies(secret -> assertThat(secret.path("name").asString()).isEqualTo("mine"));
  }

  @Test
  void a_global_registry_and_storage_class_hold_for_it() {
    Rendered shop =
        new Umbrella("alias: db")
            .render(
                "web",
                """
                global: {imageRegistry: r.example.org, storageClass: fast, defaultStorageClass: slow}
                db: {%s}
                """
                    .formatted(PASSWORD));
    assertThat(Rendered.container(shop.one("StatefulSet")).path("image").asString())
        .startsWith("r.example.org/");
    assertThat(storageClass(shop)).isEqualTo("fast");
  }

  @Test
  void a_global_default_storage_class_is_for_claims_that_name_none() {
    Umbrella umbrella = new Umbrella("alias: db");
    String values =
        """
        global: {defaultStorageClass: slow}
        db: {postgresql: {auth: {password: given}, persistence: {storageClass: '%s'}}}
        """;
    assertThat(storageClass(umbrella.render("web", values.formatted("")))).isEqualTo("slow");
    assertThat(storageClass(umbrella.render("web", values.formatted("own")))).isEqualTo("own");
  }

  @Test
  void without_any_class_the_claim_names_none_and_gets_the_cluster_s() {
    assertThat(
            new Umbrella("alias: db")
                .render("web", "db: {" + PASSWORD + "}")
                .one("StatefulSet")
                .at("/spec/volumeClaimTemplates/0/spec")
                .has("storageClassName"))
        .isFalse();
  }

  private static String storageClass(Rendered shop) {
    return shop.one("StatefulSet")
        .at("/spec/volumeClaimTemplates/0/spec/storageClassName")
        .asString("");
  }

  /** Also where the release's name has the aliases in it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "web",
        "one-two",
        "lockstep",
        "two",
        "a-name-that-is-as-long-as-helm-allows-one-to-be-53"
      })
  void two_of_it_in_one_release_share_no_name_and_no_selector(String release) {
    Rendered shop = new Umbrella("alias: one", "alias: two").render(release, TWO);
    List<String> names =
        shop.objects().stream()
            .map(o -> o.path("kind").asString() + " " + Rendered.name(o))
            .toList();
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    assertThat(shop.all("Deployment"))
        .extracting(deployment -> deployment.at("/spec/selector/matchLabels"))
        .doesNotHaveDuplicates();
    assertThat(shop.all("Deployment"))
        .as("the release's name is left to the team's own objects")
        .noneMatch(deployment -> Rendered.name(deployment).equals(release));
    assertThat(shop.jobs())
        .as("neither takes the other for another rollout of its own, in one database")
        .extracting(job -> rollout(job).replaceAll("@.*", ""))
        .doesNotHaveDuplicates();
  }

  /** It is what tells late pods of an installation from those of the present. */
  @Test
  void by_itself_a_release_is_known_to_the_database_by_its_name() {
    assertThat(rollout(Chart.render("{}").jobs().get(0))).startsWith("shop/web@");
    JsonNode job = new Umbrella("alias: db").render("web", "db: {" + PASSWORD + "}").jobs().get(0);
    assertThat(rollout(job)).startsWith("shop/web/web-db@");
    assertThat(Rendered.variable(job, "LOCKSTEP_RELEASE").asString()).isEqualTo("shop/web/web-db");
  }

  private static String rollout(JsonNode job) {
    return Rendered.variable(job, "LOCKSTEP_ROLLOUT").asString();
  }

  @Test
  void the_page_says_where_in_the_team_s_values_the_targets_are() {
    Rendered shop = new Umbrella("alias: one", "alias: two").render("web", TWO);
    assertThat(shop.all("Deployment"))
        .extracting(deployment -> Rendered.variable(deployment, "LOCKSTEP_VALUES").asString())
        .containsExactlyInAnyOrder("one", "two");
    assertThat(
            Rendered.variable(Chart.render("{}").one("Deployment"), "LOCKSTEP_VALUES")
                .isMissingNode())
        .isTrue();
  }

  private static final String OWN =
      """
      kind: Pod
      metadata: {name: own}
      spec:
        initContainers:
          - {{- include "lockstep.waitContainer" .Subcharts.one | nindent 6 }}
          - {{- include "lockstep.waitContainer" .Subcharts.two | nindent 6 }}
        containers: [{name: own, volumeMounts: [{name: tmp, mountPath: /tmp}]}]
        volumes:
          - {name: tmp, emptyDir: {}}
          {{- include "lockstep.waitVolumes" .Subcharts.one | nindent 4 }}
          {{- include "lockstep.waitVolumes" .Subcharts.two | nindent 4 }}
      """;

  @Test
  void a_pod_of_the_team_waits_for_both_with_their_image_files_and_secrets() {
    Rendered shop =
        new Umbrella("alias: one", "alias: two")
            .with(OWN)
            .render(
                "web",
                """
                one: {%s}
                two:
                  image: {tag: '3'}
                  postgresql: {enabled: false}
                  externalDatabase: {host: db, existingSecret: mine, sslRootCertSecret: ca}
                  migrations:
                    targets: [shop latest, polls 0001]
                    files: {shop: {V0001__a.sql: select 1}}
                """
                    .formatted(PASSWORD));
    JsonNode own = Rendered.pod(shop.one("Pod"));
    assertThat(own.path("initContainers"))
        .extracting(c -> c.path("name").asString())
        .containsExactly("one-wait", "two-wait");
    JsonNode second = own.at("/initContainers/1");
    assertThat(Rendered.strings(second.path("args")))
        .as("as long as a Job may take")
        .containsExactly(
            "status", "shop latest", "polls 0001", "--wait=3600s", "--connect-wait=120s");
    assertThat(second.path("image").asString()).endsWith("/lockstep:3");
    List<String> volumes =
        own.path("volumes").valueStream().map(v -> v.path("name").asString()).toList();
    assertThat(volumes).doesNotHaveDuplicates().contains("tmp", "one-database", "two-ca");
    assertThat(own.path("initContainers"))
        .allSatisfy(
            container ->
                assertThat(
                        container
                            .path("volumeMounts")
                            .valueStream()
                            .map(v -> v.path("name").asString()))
                    .isSubsetOf(volumes));
  }

  /** Helm takes them, and a template can't say {@code .Values.orders-db}. */
  @Test
  void aliases_with_letters_that_no_container_has_make_valid_and_different_names() {
    Rendered shop =
        new Umbrella("alias: orders_db", "alias: ordersDb", "alias: orders-db")
            .with(
                OWN.replace(".Subcharts.one", ".Subcharts.orders_db")
                    .replace(".Subcharts.two", ".Subcharts.ordersDb"))
            .render(
                "web",
                "orders_db: {%1$s}\nordersDb: {%1$s}\norders-db: {%1$s}".formatted(PASSWORD));
    JsonNode own = Rendered.pod(shop.one("Pod"));
    assertThat(
            Stream.concat(
                    own.path("initContainers").valueStream(), own.path("volumes").valueStream())
                .map(each -> each.path("name").asString()))
        .hasSizeGreaterThan(6)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"));
    assertThat(shop.objects().stream().map(o -> o.path("kind") + Rendered.name(o)))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"targets: []", "enabled: false", "tenants: {query: select 1, shares: 1}"})
  void a_pod_is_not_told_to_wait_for_what_never_comes(String migrations) {
    Umbrella umbrella = new Umbrella("alias: one", "alias: two").with(OWN);
    assertThatThrownBy(
            () ->
                umbrella.render(
                    "web",
                    "one: {%1$s}\ntwo: {%1$s, migrations: {%2$s}}".formatted(PASSWORD, migrations)))
        .hasMessageContaining("lockstep.waitContainer: there is nothing to wait for");
  }
}
