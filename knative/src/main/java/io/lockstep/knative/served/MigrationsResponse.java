package io.lockstep.knative.served;

import io.lockstep.listing.MigrationState;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The parts of the response to {@code GET /migrations} that the check needs. */
record MigrationsResponse(Optional<String> appVersion, List<ServedApp> apps) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  MigrationsResponse {
    apps = List.copyOf(apps);
  }

  /** Reads the response; empty if it is something else, of another program. */
  static Optional<MigrationsResponse> parse(String text) {
    try {
      JsonNode document = JSON.readTree(text);
      if (!document.path("apps").isArray()) {
        return Optional.empty();
      }
      List<ServedApp> apps = new ArrayList<>();
      for (JsonNode app : document.path("apps")) {
        apps.add(
            new ServedApp(
                app.path("name").asString(),
                app.path("current").asString(),
                app.path("latest").asString(),
                due(app),
                toCome(app),
                heldBack(document, app)));
      }
      return Optional.of(
          new MigrationsResponse(
              Optional.ofNullable(document.path("appVersion").stringValue(null)), apps));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static List<String> due(JsonNode app) {
    List<String> due = new ArrayList<>();
    for (JsonNode migration : app.path("migrations")) {
      boolean repeatable = migration.path("version").asString("").isEmpty();
      if (repeatable
          && MigrationState.parse(migration.path("state").asString())
              .filter(MigrationState::isDue)
              .isPresent()) {
        due.add(migration.path("description").asString());
      }
    }
    return due;
  }

  /** The versions that are not in the database, each with the answer whether it waits for pods. */
  private static Map<Version, Boolean> toCome(JsonNode app) {
    Map<Version, Boolean> toCome = new HashMap<>();
    for (JsonNode migration : app.path("migrations")) {
      Optional<Version> version = Version.parse(migration.path("version").asString(""));
      MigrationState.parse(migration.path("state").asString())
          .filter(state -> !state.isInDatabase())
          .ifPresent(
              state -> version.ifPresent(v -> toCome.put(v, state == MigrationState.WAITING)));
    }
    return toCome;
  }

  /** The target of the run that has left the app half way back, if its last one has. */
  private static Optional<String> heldBack(JsonNode document, JsonNode app) {
    for (JsonNode run : document.path("heldBack")) {
      if (run.path("app").asString().equals(app.path("name").asString())
          && run.path("at").asString().equals(app.path("current").asString())) {
        return Optional.of(run.path("target").asString());
      }
    }
    return Optional.empty();
  }

  /** One of its apps. */
  Optional<ServedApp> app(String name) {
    return apps.stream().filter(app -> app.name().equals(name)).findFirst();
  }

  /**
   * One of the apps.
   *
   * @param current the highest applied version, {@code zero} for none
   * @param latest the newest version in the image, {@code zero} for none
   * @param due the repeatables that are not applied as the image has them
   * @param toCome the versions that are not in the database: true if one waits for pods
   * @param heldBackFor the target on whose way back it is, until the new pods are gone
   */
  record ServedApp(
      String name,
      String current,
      String latest,
      List<String> due,
      Map<Version, Boolean> toCome,
      Optional<String> heldBackFor) {
    ServedApp {
      due = List.copyOf(due);
      toCome = Map.copyOf(toCome);
    }

    /** True if all that is missing up to this version waits for pods, and something does. */
    boolean waitsBefore(Version wanted) {
      List<Boolean> missing =
          toCome.entrySet().stream()
              .filter(version -> version.getKey().compareTo(wanted) <= 0)
              .map(Map.Entry::getValue)
              .toList();
      return !missing.isEmpty() && missing.stream().allMatch(waits -> waits);
    }
  }
}
