package io.lockstep.importing.formats;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One of Liquibase's change sets.
 *
 * @param file the changelog that has it
 * @param attributes the attributes in its line, by name in small letters, with their quotes
 * @param sql the statements that apply it
 * @param rollback the statements that take it back, or a comment if the changelog says that nothing
 *     is needed
 */
record ChangeSet(
    String file,
    String id,
    String author,
    Map<String, String> attributes,
    String sql,
    Optional<String> rollback) {
  /** Liquibase's own name for it. */
  String source() {
    return file + "::" + id + "::" + author;
  }

  Optional<String> attribute(String name) {
    return raw(name).map(value -> value.replaceAll("^\"|\"$", ""));
  }

  /** Liquibase reads a value in quotes as neither true nor false. */
  boolean says(String name, String value) {
    return raw(name).map(raw -> raw.split("\\W", 2)[0]).filter(value::equalsIgnoreCase).isPresent();
  }

  private Optional<String> raw(String name) {
    return Optional.ofNullable(attributes.get(name.toLowerCase(Locale.ROOT)));
  }
}
