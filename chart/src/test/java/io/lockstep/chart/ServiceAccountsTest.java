package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every pod has the account that it names, in time. */
class ServiceAccountsTest {
  private static final Set<String> WITH_PODS =
      Set.of("Pod", "Job", "CronJob", "Deployment", "StatefulSet");
  private static final String EXTERNAL =
      "postgresql: {enabled: false}\nexternalDatabase: {host: db, existingSecret: mine}\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "migrations: {enabled: false}",
        "migrations: {targets: []}",
        "serving: {enabled: false}",
        "{migrations: {enabled: false}, serving: {enabled: false}}",
        "migrations: {schedule: '0 * * * *', serviceAccount: {name: a}}",
        "{migrations: {serviceAccount: {name: a}}, serving: {serviceAccount: {name: a}}}",
        "migrations: {serviceAccount: {create: false}}",
        "migrations: {hook: pre-upgrade}",
        "migrations: {hook: pre-upgrade, schedule: '0 * * * *', serviceAccount: {name: a}}",
        "migrations: {hook: pre-upgrade, serviceAccount: {annotations: {a: b}}}"
      })
  void an_account_that_a_pod_names_is_there_once(String values) {
    Rendered rendered = Chart.renderWithHooks(values.contains("hook") ? EXTERNAL + values : values);
    List<String> accounts = rendered.all("ServiceAccount").stream().map(Rendered::name).toList();
    assertThat(accounts).doesNotHaveDuplicates();
    Set<String> named =
        rendered.objects().stream()
            .filter(object -> WITH_PODS.contains(object.path("kind").asString()))
            .map(object -> Rendered.pod(object).path("serviceAccountName").asString())
            .collect(Collectors.toSet());
    named.remove("default");
    assertThat(accounts).containsAll(named);
  }

  @ParameterizedTest
  @CsvSource({"name: mine, mine", "annotations: {a: b}, web-lockstep-migrations"})
  void a_hook_s_own_account_is_made_before_its_jobs(String account, String name) {
    Rendered rendered =
        Chart.renderWithHooks(
            EXTERNAL
                + "migrations: {hook: pre-upgrade, serviceAccount: {%s}}\nserving: {enabled: false}"
                    .formatted(account));
    JsonNode made = rendered.one("ServiceAccount");
    assertThat(Rendered.name(made)).isEqualTo(name);
    assertThat(Rendered.pod(rendered.one("Job")).path("serviceAccountName").asString())
        .isEqualTo(name);
    JsonNode annotations = made.at("/metadata/annotations");
    assertThat(annotations.path("test/hook").asString())
        .isEqualTo("pre-install,pre-upgrade,pre-rollback");
    assertThat(annotations.path("test/hook-weight").asString()).isEqualTo("-20");
    assertThat(annotations.path("test/hook-delete-policy").asString())
        .isEqualTo("before-hook-creation");
    assertThat(annotations.path("helm.sh/resource-policy").asString())
        .as("an upgrade from plain Jobs would delete it in the end")
        .isEqualTo("keep");
    assertThat(annotations.path("meta.helm.sh/release-name").asString()).isEqualTo("web");
  }

  @Test
  void one_account_for_both_has_the_annotations_of_both() {
    Rendered rendered =
        Chart.render(
            """
            migrations: {serviceAccount: {name: mine, annotations: {a: '1'}}}
            serving: {serviceAccount: {name: mine, annotations: {a: '1', b: '2'}}}
            """);
    assertThat(rendered.named("ServiceAccount", "mine").at("/metadata/annotations").toString())
        .isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "migrations: {serviceAccount: {name: default, annotations: {a: b}}} | default is not the chart's to annotate",
        "serving: {serviceAccount: {create: false, annotations: {a: b}}} | serving.serviceAccount.annotations",
        "serving: {serviceAccount: {name: web-lockstep-postgresql}} | PostgreSQL has an account",
        "{migrations: {serviceAccount: {name: m, annotations: {a: b}}}, serving: {serviceAccount: {name: m, annotations: {a: c}}}} | a has another value",
      })
  void an_account_that_can_not_be_as_it_is_said_is_refused(String values, String says) {
    assertThat(Chart.refusal(values)).contains(says);
  }
}
