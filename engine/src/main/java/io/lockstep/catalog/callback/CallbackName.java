package io.lockstep.catalog.callback;

import java.util.Comparator;
import java.util.Optional;

/**
 * The meaning of a callback's file name: {@code afterMigrate.sql} or {@code
 * afterMigrate__grants.sql}.
 *
 * @param description the words of its name, by which those of one event are ordered; may be empty
 */
public record CallbackName(CallbackEvent event, String description)
    implements Comparable<CallbackName> {
  private static final String SEPARATOR = "__";
  private static final String SQL = ".sql";

  /** Reads a file's name, without folders, by Flyway's rule, which knows capitals from others. */
  public static Optional<CallbackName> parse(String fileName) {
    if (!fileName.endsWith(SQL)) {
      return Optional.empty();
    }
    String name = fileName.substring(0, fileName.length() - SQL.length());
    return CallbackEvent.beginning(name, false)
        .flatMap(event -> parse(event, name.substring(event.toString().length())));
  }

  private static Optional<CallbackName> parse(CallbackEvent event, String rest) {
    return rest.isEmpty() || rest.startsWith(SEPARATOR)
        ? Optional.of(new CallbackName(event, rest.replaceFirst(SEPARATOR, "").replace('_', ' ')))
        : Optional.empty();
  }

  /** The name that a file was probably meant to have: {@code aftermigrate_x.sql} is none. */
  public static Optional<String> meantBy(String fileName) {
    String name = fileName.replaceFirst("\\.[^.]*$", "");
    return CallbackEvent.beginning(name, true)
        .map(event -> event + described(name.substring(event.toString().length())) + SQL);
  }

  private static String described(String rest) {
    String words = rest.replaceFirst("^[^A-Za-z0-9]+", "");
    return words.isEmpty() ? "" : SEPARATOR + words;
  }

  @Override
  public int compareTo(CallbackName other) {
    return Comparator.comparing(CallbackName::event)
        .thenComparing(CallbackName::description)
        .compare(this, other);
  }
}
