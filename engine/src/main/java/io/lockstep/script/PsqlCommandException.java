package io.lockstep.script;

/** A script has a command of psql's, which no server knows. */
public final class PsqlCommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String command;
  private final int line;

  PsqlCommandException(String command, int line) {
    super("line %d has psql's command %s, which only psql knows".formatted(line, command));
    this.command = command;
    this.line = line;
  }

  /** The command with its backslash, without its arguments. */
  public String command() {
    return command;
  }

  /** The line of the script, from 1. */
  public int line() {
    return line;
  }
}
