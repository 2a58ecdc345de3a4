package io.lockstep.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The software bill of materials that the build has made, in CycloneDX's JSON. */
final class Sbom {
  private static final Path FILE = Path.of("target", "lockstep.cdx.json");

  private Sbom() {}

  /**
   * A component.
   *
   * @param licences SPDX's names of them, or the words of its POM where SPDX has none; any one of
   *     them may be chosen
   */
  record Component(String name, String version, List<String> licences, List<String> hashes) {
    String jar() {
      return name + "-" + version + ".jar";
    }
  }

  static List<Component> components() {
    List<Component> components = new ArrayList<>();
    for (JsonNode component : document().get("components")) {
      List<String> licences = new ArrayList<>();
      for (JsonNode choice : component.path("licenses")) {
        JsonNode licence = choice.path("license");
        licences.add(
            choice.has("expression")
                ? choice.get("expression").asString()
                : licence.path("id").asString(licence.path("name").asString("")));
      }
      components.add(
          new Component(
              component.get("name").asString(),
              component.get("version").asString(),
              licences,
              component.path("hashes").findValuesAsString("alg")));
    }
    return components;
  }

  static JsonNode document() {
    return JsonMapper.shared().readTree(text());
  }

  static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
