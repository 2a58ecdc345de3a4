package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Text that YAML or --set has made a number of. */
class TextValuesTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** What can't be given together with the rest. */
  private static final List<String> ALONE = List.of("migrations.tenants.");

  /** Above a million Helm prints a number that a file has with an exponent. */
  private static final int NUMBER = 1234567;

  @Test
  void a_number_for_any_text_renders_as_the_text() throws IOException {
    Set<String> texts = texts();
    assertThat(texts).hasSizeGreaterThan(60).contains("image.tag", "postgresql.auth.password");
    for (String text : texts) {
      if (ALONE.stream().anyMatch(text::startsWith)) {
        same("{}", text::equals, texts);
      }
    }
    Predicate<String> together = text -> ALONE.stream().noneMatch(text::startsWith);
    Predicate<String> bundled = together.and(text -> !text.startsWith("externalDatabase"));
    String all =
        """
        {"reader": {"enabled": true}, "migrations": {"schedule": "0 * * * *"},
         "serving": {"ingress": {"enabled": true},
                     "httpRoute": {"enabled": true, "parentRefs": [{"name": "g"}]}}}
        """;
    same(all, bundled, texts);
    same(
        "{\"serving\": {\"mode\": \"knative\"}}",
        bundled.and(t -> !t.equals("serving.service.annotations.*")),
        texts);
    same(
        "{\"postgresql\": {\"enabled\": false}}",
        together.and(t -> !t.startsWith("postgresql")),
        texts);
  }

  private static void same(String base, Predicate<String> which, Set<String> texts) {
    ObjectNode numbers = (ObjectNode) JSON.readTree(base);
    ObjectNode strings = (ObjectNode) JSON.readTree(base);
    for (String text : texts) {
      if (which.test(text)) {
        put(numbers, text, JSON.getNodeFactory().numberNode(NUMBER));
        put(strings, text, JSON.getNodeFactory().stringNode("" + NUMBER));
      }
    }
    assertThat(outcome(numbers)).isEqualTo(outcome(strings));
  }

  private static String outcome(JsonNode values) {
    String outcome = Chart.outcome(values.toString());
    assertThat(outcome).doesNotContain("wrong type", "error calling", "nil pointer");
    return outcome;
  }

  /** Paths as in values.yaml, with [] for each of a list, and * for each of a group. */
  private static Set<String> texts() throws IOException {
    JsonNode schema = JSON.readTree(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
    Set<String> texts = new TreeSet<>();
    collect(schema, "", schema.path("definitions"), texts);
    return texts;
  }

  private static void collect(JsonNode node, String path, JsonNode known, Set<String> texts) {
    String reference = node.findPath("$ref").asString("");
    if (node.has("properties")) {
      node.path("properties")
          .properties()
          .forEach(e -> collect(e.getValue(), join(path, e.getKey()), known, texts));
    } else if (node.has("items")) {
      collect(node.path("items"), path + "[]", known, texts);
    } else if (node.has("patternProperties")) {
      node.path("patternProperties").forEach(e -> collect(e, join(path, "*"), known, texts));
    } else if (node.path("additionalProperties").isObject()) {
      collect(node.path("additionalProperties"), join(path, "*"), known, texts);
    } else if (reference.endsWith("/text")) {
      texts.add(path);
    } else if (!reference.isEmpty()) {
      collect(known.path(reference.replaceAll(".*/", "")), path, known, texts);
    }
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static void put(ObjectNode values, String path, JsonNode value) {
    String key = path.replaceAll("\\..*", "");
    String rest = path.substring(Math.min(path.length(), key.length() + 1));
    String name = key.replace("*", "n").replace("[]", "");
    if (key.endsWith("[]")) {
      ArrayNode list = values.withArray("/" + name);
      if (rest.isEmpty()) {
        list.add(value);
      } else {
        if (list.isEmpty()) {
          list.addObject().put("name", "N");
        }
        put((ObjectNode) list.get(0), rest, value);
      }
    } else if (rest.isEmpty()) {
      values.set(name, value);
    } else {
      put(values.withObject("/" + name), rest, value);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image: {tag: 15} | localhost/lockstep:15",
        "image: {tag: 1234567} | localhost/lockstep:1234567",
        "postgresql: {image: {tag: 17}} | library/postgres:17",
        "migrations: {extraEnvVars: [{name: A, value: 5}]} | value: \"5\"",
        "migrations: {podLabels: {year: 2026}} | year: \"2026\"",
      })
  void a_whole_number_is_taken(String values, String rendered) {
    assertThat(Chart.render(values).text()).contains(rendered);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql: {auth: {password: 0}} | password: \"MA==\"",
        "{reader: {enabled: true, password: 0}, serving: {mode: deployment}} | password: \"MA==\"",
        "serving: {mode: deployment, pdb: {create: true, minAvailable: 0}} | minAvailable: 0",
      })
  void a_zero_is_a_value_and_not_an_empty_one(String values, String rendered) {
    assertThat(Chart.render(values).text()).contains(rendered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: {tag: 1.10}",
        "image: {tag: 1e3}",
        "image: {tag: 1_000}",
        "image: {tag: true}",
        "image: {tag: 20240101123456789012}",
        "postgresql: {image: {tag: 17.10}}",
        "postgresql: {auth: {password: 1e30}}",
        "postgresql: {auth: {database: on}}",
        "postgresql: {auth: {username: 7e6}}",
        "commonLabels: {a: true}",
        "commonAnnotations: {a: 1.5}",
        "serving: {extraEnvVars: [{name: A, value: yes}]}",
        "migrations: {extraArgs: [1.0e3]}",
        "migrations: {tenants: {list: [{name: 1.5}]}}",
        "databaseSchema: 1.0e-5"
      })
  void what_yaml_may_have_changed_is_refused_with_the_way_out(String values) {
    assertThat(Chart.refusal(values)).contains("--set-string");
  }
}
