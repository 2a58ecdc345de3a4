package io.lockstep.importing;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One of Liquibase's change sets.
 *
 * @param file the changelog it is in
 * @param attributes what its line says of it, by name in small letters, with their quotes
 * @param sql what applies it
 * @param rollback what takes it back, a comment where the changelog says that nothing is needed
 */
record ChangeSet(
    String file,
    String id,
    String author,
    Map<String, String> attributes,
    String sql,
    Optional<String> rollback) {
  /** What Liquibase itself calls it. */
  String source() {
    return file + "::" + id + "::" + author;
  }

  Optional<String> attribute(String name) {
    return raw(name).map(value -> value.replaceAll("^\"|\"$", ""));
  }

  /** Of a value in quotes Liquibase reads neither true nor false. */
  boolean says(String name, String value) {
    return raw(name).map(raw -> raw.split("\\W", 2)[0]).filter(value::equalsIgnoreCase).isPresent();
  }

  private Optional<String> raw(String name) {
    return Optional.ofNullable(attributes.get(name.toLowerCase(Locale.ROOT)));
  }
}
