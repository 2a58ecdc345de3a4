package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Names and labels, whatever the release and its values are called. */
class NamesTest {
  private static final String EVERYTHING =
      """
      migrations: {schedule: '0 * * * *', files: {'42': {V1__a.sql: select 1}}, targets: ['42 latest']}
      reader: {enabled: true, password: x}
      serving:
        autoscaling: {enabled: true}
        pdb: {create: true}
        networkPolicy: {enabled: true}
        ingress: {enabled: true}
        httpRoute: {enabled: true, parentRefs: [{name: g}]}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"42", "on", "null", "1e3", "0x1f", "y", "1.5", "true", "2024-01-01"})
  void a_release_that_yaml_takes_for_something_else_has_text_in_all_names(String release) {
    for (String own : List.of("", "nameOverride: '%s'", "fullnameOverride: '%s'")) {
      Rendered rendered =
          Chart.renderWithHooks(release, EVERYTHING + own.formatted(release) + "\n");
      assertThat(PlainScalars.mistaken(rendered.text())).isEmpty();
      assertThat(rendered.objects())
          .allSatisfy(
              object -> {
                assertThat(Rendered.name(object)).matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
                assertThat(object.at("/metadata/labels/app.kubernetes.io~1instance").asString())
                    .isEqualTo(release);
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"42", "on", "1e3", "null", "0o17", "2024-01-01"})
  void names_in_values_that_yaml_takes_for_something_else_stay_text(String text) {
    String values =
        """
        postgresql: {enabled: false}
        externalDatabase:
          {host: '%1$s', user: '%1$s', database: '%1$s', existingSecret: '%1$s', existingSecretPasswordKey: '%1$s',
           sslRootCertSecret: '%1$s', sslRootCertKey: '%1$s'}
        reader: {enabled: true, username: '%1$s', existingSecret: '%1$s', existingSecretPasswordKey: '%1$s'}
        image: {registry: '%1$s', repository: '%1$s', tag: '%1$s', pullSecrets: ['%1$s']}
        databaseSchema: '%1$s'
        commonLabels: {'%1$s': '%1$s'}
        commonAnnotations: {'%1$s': '%1$s'}
        migrations:
          configMaps: {main: '%1$s'}
          priorityClassName: '%1$s'
          serviceAccount: {name: '%1$s'}
          tenants: {list: [{name: '%1$s', database: '%1$s', passwordSecret: '%1$s', passwordKey: '%1$s'}]}
          podLabels: {'%1$s': '%1$s'}
          podAnnotations: {'%1$s': '%1$s'}
          nodeSelector: {'%1$s': '%1$s'}
          extraEnvVars: [{name: A, value: '%1$s'}]
          extraArgs: ['%1$s']
        """
            .formatted(text);
    assertThat(PlainScalars.mistaken(Chart.renderWithHooks(values).text())).isEmpty();
    String bundled =
        "postgresql: {auth: {username: '%1$s', database: '%1$s', existingSecret: '%1$s'}, args: ['%1$s'], persistence: {storageClass: '%1$s'}}";
    assertThat(PlainScalars.mistaken(Chart.renderWithHooks(bundled.formatted(text)).text()))
        .isEmpty();
  }

  @Test
  void a_name_that_no_service_can_have_is_changed_and_stays_its_own() {
    assertThat(deployment("42", "{}")).matches("r42-lockstep-[0-9a-f]{8}");
    assertThat(deployment("r42", "{}")).isEqualTo("r42-lockstep");
    assertThat(deployment("a.b", "{}")).matches("a-b-lockstep-[0-9a-f]{8}");
    assertThat(deployment("a-b", "{}")).isEqualTo("a-b-lockstep");
    assertThat(deployment("web", "fullnameOverride: My_Web")).matches("my-web-[0-9a-f]{8}");
  }

  @Test
  void labels_of_users_never_stand_in_for_those_that_selectors_go_by() {
    String labels =
        """
        {app.kubernetes.io/name: mine, app.kubernetes.io/instance: mine, app.kubernetes.io/component: mine,
         app.kubernetes.io/version: mine, app.kubernetes.io/managed-by: mine, helm.sh/chart: mine,
         lockstep.io/database-of: mine, team: %s}
        """;
    String common = labels.formatted("common");
    String pod = labels.formatted("pods");
    for (String mode : List.of("knative", "deployment")) {
      Rendered rendered =
          Chart.renderWithHooks(
              """
              commonLabels: %1$s
              migrations: {schedule: '0 * * * *', podLabels: %2$s}
              serving: {mode: %3$s, podLabels: %2$s}
              postgresql: {podLabels: %2$s}
              """
                  .formatted(common, pod, mode));
      assertThat(rendered.text()).doesNotContainPattern("/(name|instance|component): mine");
      assertThat(rendered.objects())
          .allSatisfy(
              object -> {
                JsonNode own = object.at("/metadata/labels");
                assertThat(own.path("app.kubernetes.io/instance").asString()).isEqualTo("web");
                assertThat(own.path("team").asString()).isEqualTo("common");
              });
      JsonNode job = rendered.one("Job").at("/spec/template/metadata/labels");
      assertThat(job.path("team").asString()).isEqualTo("pods");
      assertThat(job.path("lockstep.io/database-of").asString()).isEqualTo("web-lockstep");
      JsonNode set = rendered.one("StatefulSet");
      set.at("/spec/selector/matchLabels")
          .properties()
          .forEach(
              e ->
                  assertThat(set.at("/spec/template/metadata/labels").path(e.getKey()))
                      .isEqualTo(e.getValue()));
    }
  }

  private static String deployment(String release, String values) {
    return Rendered.name(Chart.renderAs(release, values).one("Deployment"));
  }
}
