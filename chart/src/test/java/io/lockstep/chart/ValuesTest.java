package io.lockstep.chart;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** values.yaml, its schema and the README say the same. */
class ValuesTest {
  private static final Path README = Chart.FOLDER.resolve("README.md");
  private static final List<String> EMPTY = List.of("\"\"", "[]", "{}");
  private static final String HEAD = "| value | what it is | default |\n|---|---|---|\n";

  @Test
  void every_setting_has_a_comment() {
    assertThat(ValuesFile.settings()).hasSizeGreaterThan(100).noneMatch(s -> s.comment().isEmpty());
  }

  /** With -Dchart.readme=write it mends the README. */
  @Test
  void the_readme_s_table_is_made_of_the_comments_in_the_values() throws IOException {
    String table =
        HEAD + ValuesFile.settings().stream().map(s -> s.row() + "\n").collect(joining());
    String readme = Files.readString(README);
    if ("write".equals(System.getProperty("chart.readme"))) {
      readme = readme.substring(0, readme.indexOf(HEAD)) + table;
      Files.writeString(README, readme);
    }
    assertThat(readme)
        .as("run it again with -Dchart.readme=write, and commit README.md")
        .endsWith(table);
  }

  @Test
  void the_schema_knows_every_value_and_no_other() throws IOException {
    JsonNode schema =
        new JsonMapper().readTree(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
    List<String> known = new ArrayList<>();
    collect(schema, "", known);
    List<String> settings = ValuesFile.settings().stream().map(ValuesFile.Setting::path).toList();
    assertThat(known).containsExactlyElementsOf(settings);
  }

  /**
   * Null takes a default away, be it written or what YAML makes of a key with nothing behind it,
   * and so does --reuse-values for what is new. An empty default has nothing to lose.
   */
  @Test
  void the_schema_requires_every_value_but_those_that_may_be_null() throws IOException {
    JsonNode schema =
        new JsonMapper().readTree(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
    List<String> required = new ArrayList<>();
    required(schema, "", required);
    assertThat(required)
        .containsExactlyInAnyOrderElementsOf(
            ValuesFile.settings().stream()
                .filter(s -> !s.value().equals("null") && !s.value().startsWith("{\""))
                .filter(s -> !EMPTY.contains(s.value()))
                .map(ValuesFile.Setting::path)
                .filter(path -> !path.matches("global\\..*|.*SecurityContext\\.(?!enabled).*"))
                .toList());
  }

  private static void required(JsonNode schema, String path, List<String> required) {
    for (JsonNode name : schema.path("required")) {
      JsonNode value = schema.path("properties").path(name.asString());
      String inside = path + name.asString();
      if (value.has("properties")) {
        required(value, inside + ".", required);
      } else {
        required.add(inside);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrations: {activeDeadlineSeconds: null}",
        "migrations: {contract: null}",
        "serving: {metrics: {podMonitor: null}}",
        "postgresql: {auth: {username: null}}"
      })
  void null_is_refused_by_the_name_of_what_it_takes_away(String values) {
    String key = values.replaceAll(".*?(\\w+): (null)?}+$", "$1");
    assertThat(Chart.refusal(values)).contains("missing propert").contains("'" + key + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrations: {resources: null, contract: {annotations: null, waitFor: [{name: web}]}}",
        "migrations: {ttlSecondsAfterFinished: null, startingDeadlineSeconds: null}",
        "serving: {mode: deployment, resources: null, updateStrategy: null}",
        "serving: {metrics: {enabled: true, grafanaDashboard: {enabled: true, labels: null}}}",
        "postgresql: {resources: null, podSecurityContext: null, containerSecurityContext: null}",
        "{podSecurityContext: {fsGroup: null}, containerSecurityContext: {runAsUser: null}}",
        "global: {imageRegistry: null, imagePullSecrets: null, storageClass: null}",
        "{postgresql: {enabled: false}, externalDatabase: {host: db}, reader: {enabled: true, password: x, sslCertSecret: null}}"
      })
  void null_is_taken_where_a_default_must_be_got_rid_of(String values) {
    assertThat(Chart.render(values).jobs()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrations: {tenants: {query: select name from tenant, shares: 2}}",
        "serving: {mode: knative}",
        """
        migrations:
          serviceAccount: {create: true}
          contract: {waitFor: [{name: web}]}
        serving:
          mode: deployment
          ingress: {enabled: true, hostname: migrations.example}
          httpRoute: {enabled: true, parentRefs: [{name: gateway}]}
          autoscaling: {enabled: true}
          pdb: {create: true}
          networkPolicy: {enabled: true}
          metrics: {enabled: true, podMonitor: {enabled: true}, prometheusRule: {enabled: true}}
        """
      })
  void a_key_with_nothing_behind_it_is_as_empty_as_its_default(String values) {
    Map<String, Object> nulls = new Yaml().load(values);
    ValuesFile.settings().stream()
        .filter(setting -> EMPTY.contains(setting.value()))
        .map(ValuesFile.Setting::path)
        .filter(path -> !path.equals("postgresql.auth.password")) // the only one that is given
        .forEach(path -> putNull(nulls, path));
    assertThat(Chart.render(new JsonMapper().writeValueAsString(nulls)))
        .isEqualTo(Chart.render(values));
  }

  @SuppressWarnings("unchecked")
  private static void putNull(Map<String, Object> values, String path) {
    String[] keys = path.split("\\.", 2);
    if (keys.length == 1) {
      values.putIfAbsent(path, null);
    } else {
      putNull(
          (Map<String, Object>) values.computeIfAbsent(keys[0], key -> new HashMap<>()), keys[1]);
    }
  }

  private static void collect(JsonNode schema, String path, List<String> known) {
    if (!schema.has("properties")) {
      known.add(path);
      return;
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            e ->
                collect(
                    e.getValue(), path.isEmpty() ? e.getKey() : path + "." + e.getKey(), known));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tagets: []",
        "migrations: {tagets: []}",
        "serving: {knative: {minscale: 0}}",
        "serving: {service: {ports: {https: 443}}}",
        "postgresql: {auth: {user: x}}",
        "externalDatabase: {hostname: x}"
      })
  void an_unknown_key_is_refused_by_its_name(String values) {
    String key = values.replaceAll(".*?([a-zA-Z]+): (\\[]|\\d+|x)}*$", "$1");
    assertThat(Chart.refusal(values)).contains("additional properties '" + key + "' not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serving: {mode: istio}",
        "migrations: {order: newest}",
        "migrations: {hook: post-install}",
        "migrations: {lease: 30 seconds}",
        "migrations: {lease: 1s}",
        "migrations: {lease: 3601s}",
        "migrations: {lockTimeout: 0s}",
        "migrations: {lockTimeout: 2h}",
        "migrations: {undo: never}",
        "migrations: {undo: from}",
        "migrations: {backoffLimit: -1}",
        "externalDatabase: {sslmode: on}",
        "externalDatabase: {port: 70000}",
        "image: {digest: abc}"
      })
  void a_value_of_the_wrong_form_is_refused_by_its_path(String values) {
    String path =
        "/" + values.replaceAll(": .*", "") + "/" + values.replaceAll(".*\\{(\\w+):.*", "$1");
    assertThat(Chart.refusal(values)).contains(path);
  }

  @Test
  void a_parent_chart_may_hand_down_its_globals() {
    assertThat(Chart.refusal("global: {imageRegistry: r.example.org, ofTheParent: {a: 1}}"))
        .isEqualTo("accepted");
    assertThat(
            Rendered.container(
                    Chart.render("global: {imageRegistry: r.example.org}").one("Deployment"))
                .path("image")
                .asString())
        .isEqualTo("r.example.org/lockstep:" + Chart.VERSION);
  }
}
