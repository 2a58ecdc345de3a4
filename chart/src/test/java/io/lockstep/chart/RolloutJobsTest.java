package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** When Jobs are new ones, and how they know which rollout they are of. */
class RolloutJobsTest {
  private static final String REVISION = "migrations: {order: revision}";
  private static final String HOOK =
      """
      migrations: {hook: pre-upgrade, order: revision, targets: [main latest, polls 0002]}
      postgresql: {enabled: false}
      externalDatabase: {host: db, existingSecret: mine}
      """;

  private static final Rendered PLAIN = Chart.render("{}");

  @ParameterizedTest
  @ValueSource(strings = {"{}", REVISION, "migrations: {order: generation}"})
  void the_same_values_make_the_same_objects(String values) throws IOException {
    assertThat(Chart.render(values).text()).isEqualTo(Chart.render(values).text());
    try (Stream<Path> templates = Files.walk(Chart.FOLDER.resolve("templates"))) {
      for (Path template : templates.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(template))
            .as("the time is another one in each rendering: %s", template)
            .doesNotContainPattern("\\bnow\\b[^\\n]*}}");
      }
    }
  }

  /** A revision is part of what `helm upgrade` renders, and nothing else may be. */
  @Test
  void the_function_s_pod_has_nothing_of_the_revision() {
    for (String mode : List.of("knative", "deployment")) {
      String values = "{serving: {mode: %s}, migrations: {order: %s}}";
      String kind = mode.equals("knative") ? "Service" : "Deployment";
      JsonNode counted =
          Chart.render(values.formatted(mode, "revision")).named(kind, "web-lockstep");
      assertThat(counted.path("spec"))
          .isEqualTo(
              Chart.render(values.formatted(mode, "generation"))
                  .named(kind, "web-lockstep")
                  .path("spec"));
      assertThat(Rendered.variable(counted, "LOCKSTEP_REVISION").isMissingNode()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrations: {targets: [main 0001]}",
        "migrations: {targets: [main latest, main latest]}",
        "migrations: {rerun: a1b2c3}",
        "migrations: {extraArgs: [--out-of-order]}",
        "migrations: {backoffLimit: 1}",
        "migrations: {resources: {limits: {memory: 1Gi}}}",
        "migrations: {files: {main: {V0001__a.sql: select 1}}}",
        "migrations: {configMaps: {main: mine}}",
        "migrations: {extraEnvVars: [{name: A, value: b}]}",
        "image: {tag: '2'}",
        "image: {digest: 'sha256:0000000000000000000000000000000000000000000000000000000000000000'}",
        "databaseSchema: other",
        "logFormat: json",
        "postgresql: {auth: {database: other}}",
        "postgresql: {auth: {password: another}}",
        "podSecurityContext: {enabled: false}"
      })
  void whatever_a_job_is_made_of_makes_a_new_job(String values) {
    assertThat(Chart.render(values).jobNames()).doesNotContainAnyElementsOf(PLAIN.jobNames());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serving: {replicaCount: 3}",
        "serving: {mode: knative}",
        "postgresql: {image: {tag: '18'}}",
        "migrations: {schedule: '0 * * * *'}",
        "migrations: {annotations: {a: b}}",
        "commonAnnotations: {a: b}",
        "chartReference: oci://example.org/lockstep"
      })
  void what_a_job_is_not_made_of_leaves_it_as_it_is(String values) {
    Rendered rendered = Chart.render(values);
    assertThat(rendered.jobNames()).isEqualTo(PLAIN.jobNames());
    assertThat(rendered.jobs().get(0).path("spec")).isEqualTo(PLAIN.jobs().get(0).path("spec"));
  }

  @Test
  void other_text_of_a_file_makes_a_new_job_and_a_new_configmap() {
    Rendered first = Chart.render("migrations: {files: {main: {V0001__a.sql: select 1}}}");
    Rendered second = Chart.render("migrations: {files: {main: {V0001__a.sql: select 2}}}");
    assertThat(first.jobNames()).isNotEqualTo(second.jobNames());
    assertThat(first.all("ConfigMap").stream().map(Rendered::name))
        .doesNotContainAnyElementsOf(
            second.all("ConfigMap").stream()
                .map(Rendered::name)
                .filter(name -> name.contains("files"))
                .toList());
  }

  @Test
  void all_jobs_of_a_rollout_have_its_identity_and_can_see_what_the_release_is_at() {
    for (String order : List.of("revision", "generation")) {
      Rendered rendered =
          Chart.render("migrations: {order: %s, targets: [a 1, b 2, c 3]}".formatted(order));
      String current =
          rendered.named("ConfigMap", "web-lockstep-rollout").at("/data/current").asString();
      assertThat(rendered.jobs())
          .hasSize(3)
          .allSatisfy(
              job -> {
                assertThat(Rendered.variable(job, "LOCKSTEP_ROLLOUT").asString())
                    .isEqualTo("shop/web@" + current);
                assertThat(Rendered.variable(job, "LOCKSTEP_GENERATION").asString())
                    .as("for an image of the version before")
                    .isEqualTo(current);
                JsonNode seen = Rendered.variable(job, "LOCKSTEP_CURRENT").path("configMapKeyRef");
                assertThat(seen.path("name").asString()).isEqualTo("web-lockstep-rollout");
                assertThat(seen.path("key").asString()).isEqualTo("current");
                assertThat(seen.path("optional").asBoolean()).isFalse();
                assertThat(Rendered.variable(job, "LOCKSTEP_REVISION").isMissingNode()).isTrue();
                assertThat(Rendered.variable(job, "LOCKSTEP_RELEASE").asString())
                    .isEqualTo("shop/web");
              });
    }
  }

  @Test
  void with_revisions_the_job_s_name_and_the_identity_have_the_revision() {
    Rendered rendered = Chart.render(REVISION);
    assertThat(rendered.jobNames())
        .singleElement()
        .asString()
        .matches("web-lockstep-main-1-1-.{8}");
    assertThat(rendered.named("ConfigMap", "web-lockstep-rollout").at("/data/current").asString())
        .matches("1-[0-9a-f]{8}");
  }

  /** A number would be a revision, by which rollouts are ordered. */
  @Test
  void the_hash_is_never_a_number() {
    for (int i = 0; i < 20; i++) {
      assertThat(Chart.render("migrations: {rerun: r%d}".formatted(i)).jobNames())
          .singleElement()
          .asString()
          .matches("web-lockstep-main-1-[a-f][0-9a-f]{7}");
    }
  }

  @Test
  void neither_revision_nor_time_are_part_of_the_hash() {
    String withRevision = Chart.render(REVISION).jobNames().get(0);
    String without = PLAIN.jobNames().get(0);
    assertThat(withRevision.substring(withRevision.length() - 8))
        .isEqualTo(without.substring(without.length() - 8));
  }

  @Test
  void names_are_short_enough_valid_and_unique_whatever_they_are_made_of() {
    Rendered rendered =
        Chart.renderAs(
            "a-release-with-the-longest-name-that-helm-will-accept",
            "migrations: {order: revision, targets: [%s 1, A_b- 2, _ 3, -- 4, %s 1]}"
                .formatted("x".repeat(40), "x".repeat(40)));
    Set<String> names =
        rendered.objects().stream()
            .map(o -> o.path("kind").asString() + "/" + Rendered.name(o))
            .collect(Collectors.toSet());
    assertThat(names).hasSameSizeAs(rendered.objects());
    assertThat(rendered.objects().stream().map(Rendered::name))
        .allMatch(name -> name.length() <= 63 && name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"));
    assertThat(rendered.jobNames()).hasSize(5);
  }

  @Test
  void releases_whose_names_are_cut_to_the_same_keep_different_names() {
    String prefix = "a-release-with-a-name-that-is-cut-somewhere";
    assertThat(Chart.renderAs(prefix + "-1", "{}").objects().stream().map(Rendered::name))
        .doesNotContainAnyElementsOf(
            Chart.renderAs(prefix + "-2", "{}").objects().stream().map(Rendered::name).toList());
  }

  @Test
  void as_hooks_jobs_run_one_after_the_other_and_helm_replaces_them_by_their_name() {
    Rendered rendered = Chart.renderWithHooks(HOOK);
    assertThat(rendered.jobNames()).containsExactly("web-lockstep-main-1", "web-lockstep-polls-2");
    assertThat(rendered.jobs().stream().map(job -> annotation(job, "test/hook-weight")))
        .containsExactly("1", "2");
    assertThat(annotation(rendered.one("ConfigMap"), "test/hook-weight")).isEqualTo("-10");
    assertThat(rendered.jobs())
        .allSatisfy(
            job -> {
              assertThat(annotation(job, "test/hook"))
                  .isEqualTo("pre-install,pre-upgrade,pre-rollback");
              assertThat(annotation(job, "test/hook-delete-policy"))
                  .isEqualTo("before-hook-creation");
              assertThat(Rendered.pod(job).path("serviceAccountName").asString())
                  .isEqualTo("default");
            });
  }

  @Test
  void hooks_of_releases_with_long_names_do_not_replace_each_other() {
    String tenants = "hook: pre-upgrade, tenants: {query: select name from tenant, shares: 2}";
    for (String values : List.of(HOOK, HOOK.replace("hook: pre-upgrade", tenants))) {
      List<String> first =
          Chart.renderWithHooks("a-release-with-a-name-that-is-cut-1", values).jobNames();
      assertThat(first)
          .isNotEmpty()
          .allMatch(name -> name.length() <= 63)
          .doesNotContainAnyElementsOf(
              Chart.renderWithHooks("a-release-with-a-name-that-is-cut-2", values).jobNames());
    }
  }

  @Test
  void a_hook_is_refused_where_what_it_needs_is_not_there_yet() {
    assertThat(Chart.refusal("migrations: {hook: pre-upgrade}"))
        .contains("migrations.hook: the bundled PostgreSQL is not there yet");
    assertThat(
            Chart.refusal(
                """
                migrations: {hook: pre-upgrade, files: {main: {V1__a.sql: select 1}}}
                postgresql: {enabled: false}
                externalDatabase: {host: db, password: x}
                reader: {enabled: true, password: x}
                """))
        .contains("use externalDatabase.existingSecret")
        .contains("use reader.existingSecret")
        .contains("use migrations.configMaps");
  }

  private static String annotation(JsonNode object, String name) {
    return object.path("metadata").path("annotations").path(name).asString();
  }
}
