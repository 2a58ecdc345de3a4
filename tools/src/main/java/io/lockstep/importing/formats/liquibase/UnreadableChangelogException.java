package io.lockstep.importing.formats.liquibase;

/** A changelog that is no well-formed XML or YAML. */
final class UnreadableChangelogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableChangelogException(Exception cause) {
    super(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""), cause);
  }
}
