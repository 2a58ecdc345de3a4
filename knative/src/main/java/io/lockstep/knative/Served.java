package io.lockstep.knative;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What we need of the answer of {@code GET /migrations}; it may hold more. */
record Served(Optional<String> appVersion, List<App> apps) {
  private static final Set<String> DUE = Set.of("pending", "changed");
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
                app.path("name").asString(),
                app.path("current").asString(),
                app.path("latest").asString(),
                due(app)));
      }
      return Optional.of(
          new Served(Optional.ofNullable(document.path("appVersion").stringValue(null)), apps));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static List<String> due(JsonNode app) {
    List<String> due = new ArrayList<>();
    for (JsonNode migration : app.path("migrations")) {
      boolean repeatable = migration.path("version").asString("").isEmpty();
      if (repeatable && DUE.contains(migration.path("state").asString())) {
        due.add(migration.path("description").asString());
      }
    }
    return due;
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
   * @param due the repeatables that are not applied as the image has them
   */
  record App(String name, String current, String latest, List<String> due) {
    App {
      due = List.copyOf(due);
    }
  }
}
