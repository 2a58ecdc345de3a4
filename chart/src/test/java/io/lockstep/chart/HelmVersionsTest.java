package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The other tests have one Helm, a late version 3, as a library. Users have the oldest that the
 * README names, also inside Argo CD and Flux, and version 4.
 */
class HelmVersionsTest {
  private static final String BASE = "postgresql: {auth: {password: generated}}";

  /**
   * What versions of Helm have read in different ways: null, numbers, templates, and text that
   * looks like either.
   */
  private static final List<String> ODD =
      List.of(
          """
          commonLabels:
          image: {tag: 1234567, pullSecrets: }
          migrations:
            {extraEnvVars: , files: , rerun: 0, ttlSecondsAfterFinished: , tolerations: , affinity: , resources: ,
             tenants: {list: , maxFailedIndexes: , canary: {names: }}, contract: {annotations: , waitFor: [{name: web}]}}
          serving: {mode: deployment, updateStrategy: , pdb: {create: true, minAvailable: 0}, ingress: {enabled: true, tls: }}
          podSecurityContext: {fsGroup: null, supplementalGroups: [1000680000]}
          containerSecurityContext: {runAsUser: null}
          global: {imagePullSecrets: }
          """,
          """
          commonLabels: {'{{ .Release.Name }}': 'x{{ .Chart.Name }}'}
          image: {tag: '0001', digest: ''}
          migrations:
            {rerun: 'it''s: 1', extraEnvVars: [{name: A, value: '1{{ 0 }}'}, {name: B, value: '{{ .Values.migrations.rerun }}'}],
             initContainers: [{name: a, image: b, securityContext: {runAsUser: 1000680000}, resources: {limits: {cpu: 0.5}}}],
             files: {main: {V1__u.sql: "select '{{ a }}'\\n-- \\u2028 😀\\r\\n"}}}
          serving: {mode: knative, knative: {revisionAnnotations: {a: 'x{{ .Values.migrations.rerun }}'}}}
          """);

  static Stream<Arguments> versionsAndValues() throws IOException {
    List<List<String>> values = new ArrayList<>();
    for (String file : CiValuesTest.files()) {
      values.add(List.of(Files.readString(Chart.FOLDER.resolve("ci").resolve(file))));
    }
    ReadmeExamplesTest.blocks().forEach(block -> values.add(List.of(BASE, block)));
    ODD.forEach(odd -> values.add(List.of(BASE, odd)));
    return Stream.of("helm-3.12", "helm-4")
        .flatMap(version -> values.stream().map(of -> Arguments.of(version, of)));
  }

  @ParameterizedTest
  @MethodSource("versionsAndValues")
  void another_helm_makes_the_same_objects_of_every_mode_and_example(
      String version, List<String> values) {
    OtherHelm helm = OtherHelm.named(version);
    String last = values.get(values.size() - 1);
    Rendered expected = values.size() > 1 ? Chart.render(last) : Chart.renderOnly(last);
    Rendered made = Rendered.of(helm.outcome(Chart.QUICK, values.toArray(new String[0])));
    assertThat(expected.objects()).isNotEmpty();
    assertThat(made.objects()).containsExactlyInAnyOrderElementsOf(expected.objects());
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm-3.12", "helm-4"})
  void another_helm_refuses_in_the_same_words(String version) {
    OtherHelm helm = OtherHelm.named(version);
    assertThat(helm.outcome(Chart.QUICK, BASE, "image: {tag: 1.10}"))
        .contains("a text: YAML may have changed this one");
    assertThat(helm.outcome(Chart.QUICK, BASE, "migrations: {targets: [main]}"))
        .contains("migrations.targets[0]: \"main\" has no version");
    assertThat(helm.outcome(Chart.QUICK, BASE, "migrations: {tagets: []}")).contains("tagets");
    assertThat(helm.outcome(Chart.QUICK, BASE, "migrations: {activeDeadlineSeconds: null}"))
        .contains("activeDeadlineSeconds");
  }

  /** Null in its place is lost with some versions on its way to a dependency. */
  @ParameterizedTest
  @ValueSource(strings = {"helm-3.12", "helm-4"})
  void a_dependency_s_users_can_be_left_out_with_every_helm(String version) {
    OtherHelm helm = OtherHelm.named(version);
    String off = "podSecurityContext: {enabled: false}, containerSecurityContext: {enabled: false}";
    String values = "{%s, postgresql: {auth: {password: x}, %s}}".formatted(off, off);
    Umbrella shop = new Umbrella("alias: db");
    String made = helm.outcome(shop.folder(), "db: " + values);
    assertThat(Rendered.of(made).all("StatefulSet")).hasSize(1);
    assertThat(made).doesNotContain("runAsUser", "runAsGroup", "fsGroup:");
  }
}
