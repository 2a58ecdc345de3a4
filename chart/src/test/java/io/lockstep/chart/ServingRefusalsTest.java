package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the function's values can't mean, or can't mean together. */
class ServingRefusalsTest {
  @Test
  void what_knative_does_by_itself_is_refused_and_not_ignored() {
    assertThat(
            Chart.refusal(
                "serving: {mode: knative, ingress: {enabled: true}, autoscaling: {enabled: true}}"))
        .contains("serving.ingress: Knative routes and scales by itself")
        .contains("serving.autoscaling: Knative routes and scales by itself");
    assertThat(Chart.refusal("serving: {mode: knative, networkPolicy: {enabled: true}}"))
        .contains("serving.networkPolicy: Knative's own pods ask the function")
        .contains("serving.knative.visibility=cluster-local");
    assertThat(Chart.refusal("serving: {httpRoute: {enabled: true}}"))
        .contains("serving.httpRoute.parentRefs: needed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "networkPolicy: {from: [{podSelector: {}}]}",
        "replicaCount: 3",
        "replicaCount: 0",
        "pdb: {create: true}",
        "pdb: {minAvailable: 1}",
        "pdb: {maxUnavailable: 50%}",
        "service: {type: NodePort}",
        "service: {ports: {http: 8080}}",
        "service: {nodePorts: {http: 30080}}",
        "service: {annotations: {a: b}}",
        "updateStrategy: {type: Recreate}"
      })
  void what_only_a_deployment_has_is_refused_with_knative(String value) {
    String key = value.replaceAll(":.*", "");
    assertThat(Chart.refusal("serving: {mode: knative, %s}".formatted(value)))
        .contains("serving." + key + ": ")
        .contains("serving.mode=deployment");
    assertThat(Chart.refusal("serving: {mode: deployment, %s}".formatted(value)))
        .isEqualTo("accepted");
  }

  @Test
  void a_fewest_above_a_most_is_refused() {
    assertThat(Chart.refusal("serving: {mode: knative, knative: {minScale: 6}}"))
        .contains("serving.knative.minScale: it is 6, and maxScale 5");
    assertThat(Chart.refusal("serving: {mode: knative, knative: {minScale: 6, maxScale: 0}}"))
        .isEqualTo("accepted");
    assertThat(Chart.refusal("serving: {autoscaling: {enabled: true, maxReplicas: 1}}"))
        .contains("serving.autoscaling.minReplicas: it is 2, and maxReplicas 1");
  }

  @Test
  void a_policy_that_names_peers_lets_the_test_in() {
    Rendered rendered =
        Chart.renderWithHooks(
            "serving: {networkPolicy: {enabled: true, from: [{namespaceSelector: {}}]}}");
    JsonNode from = rendered.named("NetworkPolicy", "web-lockstep").at("/spec/ingress/0/from");
    assertThat(from).hasSize(2);
    JsonNode test = rendered.named("Pod", "web-lockstep-test-serving").at("/metadata/labels");
    from.at("/0/podSelector/matchLabels")
        .properties()
        .forEach(e -> assertThat(test.path(e.getKey())).isEqualTo(e.getValue()));
    assertThat(from.at("/0/podSelector/matchLabels")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serving: {knative: {scaleDownDelay: 15 minutes}}",
        "serving: {knative: {scaleDownDelay: 15}}",
        "serving: {pdb: {minAvailable: 101%}}",
        "serving: {pdb: {maxUnavailable: half}}",
        "serving: {autoscaling: {targetCPU: 80%}}",
        "serving: {service: {type: Nodeport}}",
        "serving: {service: {nodePorts: {http: 70000}}}",
        "serving: {ingress: {pathType: prefix}}",
        "serving: {ingress: {path: web}}",
        "serving: {serviceAccount: {name: Web_Account}}",
        "serving: {podLabels: {a: 'b c'}}",
        "migrations: {schedule: hourly}",
        "migrations: {schedule: '60 * * * *'}",
        "migrations: {schedule: '* * * *'}",
        "migrations: {schedule: '0 0 * * 7'}",
        "migrations: {configMaps: {main: My_Map}}",
        "migrations: {extraEnvVars: [{value: b}]}",
        "migrations: {extraVolumeMounts: [{name: a}]}",
        "postgresql: {persistence: {size: 8 GB}}",
        "postgresql: {persistence: {accessModes: [RWO]}}",
        "postgresql: {auth: {existingSecret: 'my secret'}}",
        "image: {tag: 'a b'}",
        "image: {registry: 'https://example.org'}",
        "image: {repository: ''}",
        "nameOverride: 'my shop'",
        "commonLabels: {a: %s}",
        "commonLabels: {'a b': c}",
        "commonAnnotations: {'a/b/c': d}",
        "migrations: {nodeSelector: {disk: 'very fast'}}",
        "databaseSchema: pg_catalog",
        "migrations: {resources: {memory: 1Gi}}",
        "serving: {resources: {limits: {memory: 512MB}}}",
        "postgresql: {resources: {requests: 1Gi}}",
        "externalDatabase: {existingSecretPasswordKey: ''}",
        "externalDatabase: {sslRootCertKey: 'ca crt'}",
        "serving: {basicAuth: {existingSecretKey: 'a/b'}}",
        "postgresql: {auth: {database: ''}}"
      })
  void what_kubernetes_would_refuse_the_schema_refuses(String values) {
    String said = Chart.refusal(values.replace("%s", "x".repeat(64)));
    assertThat(said).contains("schema").contains("at '/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrations: {schedule: '*/5 0-6,22 1 JAN-mar Mon'}",
        "migrations: {schedule: '@hourly'}",
        "serving: {knative: {scaleDownDelay: 1h30m}}",
        "serving: {pdb: {create: true, minAvailable: 100%}}",
        "serving: {pdb: {create: true, minAvailable: 0}}",
        "postgresql: {persistence: {size: 1.5Gi}}",
        "postgresql: {persistence: {size: 8e9}}",
        "postgresql: {auth: {existingSecret: '{{ .Release.Name }}-db'}}",
        "commonLabels: {example.org/team: '{{ .Release.Name }}', '{{ .Chart.Name }}': a}",
        "commonAnnotations: {Example.org/Team: 'any text, even long', a.b_c-d: ''}",
        "migrations: {nodeSelector: {kubernetes.io/arch: arm64}}",
        "image: {registry: 'localhost:5000/a'}",
        "migrations: {resources: {requests: {cpu: 0.5, memory: 1.5Gi, nvidia.com/gpu: 1}, limits: {cpu: 500m}}}"
      })
  void what_kubernetes_takes_the_schema_takes(String values) {
    assertThat(Chart.refusal(values)).doesNotContain("schema");
  }
}
