package io.lockstep.knative;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What we need of the answer of {@code GET /migrations}; it may hold more. */
record Served(Optional<String> appVersion, List<App> apps) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Served {
    apps = List.copyOf(apps);
  }

  /** Reads it; empty if it is something else: another program answers there. */
  static Optional<Served> parse(String text) {
    try {
      JsonNode document = JSON.readTree(text);
      if (!document.path("apps").isArray()) {
        return Optional.empty();
      }
      List<App> apps = new ArrayList<>();
      for (JsonNode app : document.path("apps")) {
        apps.add(
            new App(
                app.path("name").asText(),
                app.path("current").asText(),
                app.path("latest").asText()));
      }
      return Optional.of(
          new Served(Optional.ofNullable(document.path("appVersion").textValue()), apps));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** One of its apps. */
  Optional<App> app(String name) {
    return apps.stream().filter(app -> app.name().equals(name)).findFirst();
  }

  /**
   * One of the apps.
   *
   * @param current the highest applied version, {@code zero} for none
   * @param latest the newest version in the image, {@code zero} for none
   */
  record App(String name, String current, String latest) {}
}
