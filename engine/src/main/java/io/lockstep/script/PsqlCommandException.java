package io.lockstep.script;

/** A script has a psql command, or a variable that psql sets, which no server understands. */
public final class PsqlCommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String command;
  private final int line;

  private PsqlCommandException(String message, String command, int line) {
    super(message);
    this.command = command;
    this.line = line;
  }

  static PsqlCommandException of(String command, int line) {
    return new PsqlCommandException(
        "line %d has psql's command %s, which only psql knows".formatted(line, command),
        command,
        line);
  }

  static PsqlCommandException ofVariable(String name, int line) {
    return new PsqlCommandException(
        "line %d has psql's variable :%s, which only psql knows: write its value there, or ask the server, as by current_user"
            .formatted(line, name),
        ":" + name,
        line);
  }

  /** The command with its backslash, without its arguments; or the variable with its colon. */
  public String command() {
    return command;
  }

  /** The line of the script, from 1. */
  public int line() {
    return line;
  }
}
