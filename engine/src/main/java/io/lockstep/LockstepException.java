package io.lockstep;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells a user what was asked, why it can't be done, and what to do next. The user sees only the
 * message: one to three lines, no stack trace, never a password.
 */
public final class LockstepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exit;

  /** What lockstep.run may have of it; the message where that is null. */
  private final @Nullable String record;

  /**
   * @param exit the exit code of the command
   * @param asked what was asked
   * @param why why it can't be done
   * @param next what to do next
   */
  public LockstepException(ExitCode exit, String asked, String why, String next) {
    super(message(asked, why, next));
    this.exit = exit;
    this.record = null;
  }

  private LockstepException(
      ExitCode exit, @Nullable Throwable cause, String message, @Nullable String record) {
    super(message, cause);
    this.exit = exit;
    this.record = record;
  }

  private static String message(String asked, String why, String next) {
    return asked + ": " + why + "\n" + next;
  }

  /**
   * Returns a copy that says less in {@code lockstep.run}, which more people see than the log: a
   * statement and PostgreSQL's words may quote rows.
   */
  public LockstepException recordedAs(String asked, String why, String next) {
    return new LockstepException(exit, getCause(), text(), message(asked, why, next));
  }

  /** Returns a copy with the exception that led to it, for a log at debug level. */
  public LockstepException causedBy(Throwable cause) {
    return new LockstepException(exit, cause, text(), record);
  }

  /** Returns a copy whose message ends with one more sentence. */
  public LockstepException with(String sentence) {
    return new LockstepException(
        exit, getCause(), text() + " " + sentence, record == null ? null : record + " " + sentence);
  }

  /** Returns a copy with another exit code. */
  public LockstepException as(ExitCode other) {
    return new LockstepException(other, getCause(), text(), record);
  }

  /**
   * Returns the first LockstepException among an exception and its causes; if there is none, an
   * internal error ({@link ExitCode#ERROR}).
   *
   * @param asked what was asked
   */
  public static LockstepException of(String asked, Exception e) {
    return in(e).orElseGet(() -> internalError(asked, e));
  }

  private static LockstepException internalError(String asked, Exception e) {
    return new LockstepException(
        ExitCode.ERROR,
        asked,
        "an internal error: " + String.valueOf(e).lines().findFirst().orElse(""),
        "Run it again. If it persists, open an issue with the output of --verbose.");
  }

  /** Returns the first LockstepException among an exception and its causes. */
  public static Optional<LockstepException> in(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof LockstepException problem) {
        return Optional.of(problem);
      }
    }
    return Optional.empty();
  }

  /** The exit code of the command. */
  public ExitCode exit() {
    return exit;
  }

  /** The message, never null. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** The message without what may quote rows, for {@code lockstep.run}. */
  public String recorded() {
    return record == null ? text() : record;
  }
}
