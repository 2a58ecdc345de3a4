package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What Helm prints after an upgrade. */
class NotesTest {
  /** A copy whose notes are a text in an object, since Helm shows notes on a cluster only. */
  private static final Path CHART = copy();

  private static Path copy() {
    try {
      Path copy = Chart.copy();
      Path notes = copy.resolve("templates/NOTES.txt");
      Files.writeString(
          copy.resolve("templates/notes.yaml"),
          """
          {{- define "notes" -}}
          %s
          {{- end -}}
          apiVersion: v1
          kind: Notes
          text: {{ include "notes" . | quote }}
          """
              .formatted(Files.readString(notes)));
      Files.delete(notes);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String notes(String version, String values) {
    String made = OtherHelm.named(version).outcome(CHART, values);
    JsonNode notes = Rendered.of(made).one("Notes");
    return notes.path("text").asString();
  }

  @Test
  void the_way_back_is_a_command_that_the_helm_in_use_knows() {
    String values = "{postgresql: {auth: {password: x}}, namespaceOverride: db}";
    assertThat(notes("helm-4", values))
        .contains(
            "\n  helm upgrade -n shop web ./chart --reset-then-reuse-values --set 'migrations.targets={main 0001}'\n")
        .doesNotContain("values.yaml");
    assertThat(notes("helm-3.12", values))
        .contains(
            """
              helm get values -n shop web -o yaml > values.yaml
              helm upgrade -n shop web ./chart -f values.yaml --set 'migrations.targets={main 0001}'
            """)
        .doesNotContain("--reset-then-reuse-values");
  }

  @Test
  void a_port_that_helm_can_not_see_is_named_where_pods_reach_known_ports_only() {
    String values =
        """
        {postgresql: {enabled: false}, externalDatabase: {existingSecret: s, %s},
         migrations: {networkPolicy: {enabled: true, allowExternalEgress: %s}}}
        """;
    String said = "by port 5432, and by no other. Helm can't see the ports in:";
    assertThat(notes("helm-4", values.formatted("", "false")))
        .contains(said, "externalDatabase.existingSecret, key port\n", "extraEgress");
    assertThat(notes("helm-4", values.formatted("existingSecretUriKey: uri", "false")))
        .contains(said, "externalDatabase.existingSecret, key uri\n");
    assertThat(notes("helm-4", values.formatted("port: 6432", "false"))).doesNotContain("Policies");
    assertThat(notes("helm-4", values.formatted("", "true"))).doesNotContain("Policies");
  }

  @Test
  void the_ports_of_tenants_that_helm_can_not_see_are_named_too() {
    assertThat(
            notes(
                "helm-4",
                """
                postgresql: {auth: {password: x}}
                migrations:
                  networkPolicy: {enabled: true, allowExternalEgress: false}
                  tenants: {query: select 1, shares: 1}
                """))
        .contains("Policies let pods", "\n  migrations.tenants.query\n");
  }
}
