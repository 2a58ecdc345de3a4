package io.lockstep.e2e;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The bundled PostgreSQL by its pod's address: it can be asked while Kubernetes can't. */
record DirectDatabase(String address, String name) {
  /** Where it is now. */
  static DirectDatabase of(Release release) {
    JsonNode pod = release.livePods("postgresql").findFirst().orElseThrow();
    return new DirectDatabase(pod.at("/status/podIP").asString(), Release.DATABASE);
  }

  /** A new one on the same server. */
  DirectDatabase create(String other) {
    sql("create database " + other);
    return new DirectDatabase(address, other);
  }

  /** The chart's values for a release that uses it. */
  String values() {
    return "externalDatabase: {host: %s, user: %s, password: %s, database: %s}"
        .formatted(address, Release.DATABASE, SlowApp.PASSWORD, name);
  }

  /** What it answers: columns parted by |, one line for each row. */
  String sql(String query) {
    String where =
        "host=%s user=%s dbname=%s password=%s"
            .formatted(address, Release.DATABASE, name, SlowApp.PASSWORD);
    return Command.run(List.of("psql", where, "-X", "-A", "-t", "-c", query)).succeeded().strip();
  }

  Audit audit() {
    return new Audit(this::sql);
  }
}
