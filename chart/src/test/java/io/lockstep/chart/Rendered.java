package io.lockstep.chart;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a rendering of the chart has made. */
record Rendered(String text, List<JsonNode> objects) {
  static Rendered of(String text) {
    JsonMapper json = new JsonMapper();
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Yaml yaml = new Yaml(new SafeConstructor(options));
    Stream<Object> documents =
        StreamSupport.stream(yaml.loadAll(text).spliterator(), false).filter(d -> d != null);
    return new Rendered(
        text, documents.<JsonNode>map(document -> json.valueToTree(document)).toList());
  }

  List<JsonNode> all(String kind) {
    return objects.stream().filter(o -> o.path("kind").asString().equals(kind)).toList();
  }

  /** The only one of its kind. */
  JsonNode one(String kind) {
    List<JsonNode> found = all(kind);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " objects of kind " + kind + " in\n" + text);
    }
    return found.get(0);
  }

  JsonNode named(String kind, String name) {
    return all(kind).stream()
        .filter(o -> name(o).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in\n" + text));
  }

  List<JsonNode> jobs() {
    return all("Job");
  }

  List<String> jobNames() {
    return jobs().stream().map(Rendered::name).toList();
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asString();
  }

  /** The pod in an object that has one, whatever its kind. */
  static JsonNode pod(JsonNode object) {
    return switch (object.path("kind").asString()) {
      case "Pod" -> object.path("spec");
      case "CronJob" -> object.at("/spec/jobTemplate/spec/template/spec");
      default -> object.at("/spec/template/spec");
    };
  }

  static JsonNode container(JsonNode object) {
    return pod(object).at("/containers/0");
  }

  /** A volume of an object's pod. */
  static JsonNode volume(JsonNode object, String name) {
    return pod(object)
        .path("volumes")
        .valueStream()
        .filter(v -> v.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A variable's text in an object's first container; missing if it has none. */
  static JsonNode variable(JsonNode object, String name) {
    return container(object)
        .path("env")
        .valueStream()
        .filter(v -> v.path("name").asString().equals(name))
        .findFirst()
        .map(v -> v.has("value") ? v.path("value") : v.path("valueFrom"))
        .orElse(tools.jackson.databind.node.MissingNode.getInstance());
  }

  static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}
