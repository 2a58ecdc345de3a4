package io.lockstep;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells a user what was asked, why it can't be, and what to do next. Its message is the whole of
 * what is shown: one to three lines, no stack trace, never a password.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;

  /**
   * @param exit how the command ends because of it
   * @param asked what was asked
   * @param why why it can't be
   * @param next what to do next
   */
  public Problem(Exit exit, String asked, String why, String next) {
    this(exit, asked + ": " + why + "\n" + next, null);
  }

  private Problem(Exit exit, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  /** The same problem with the exception that led to it, for a log at debug level. */
  public Problem causedBy(Throwable cause) {
    return new Problem(exit, text(), cause);
  }

  /** The same problem with one more sentence on what to know. */
  public Problem with(String sentence) {
    return new Problem(exit, text() + " " + sentence, getCause());
  }

  /**
   * The problem that an exception is, or was caused by; else a fault of Lockstep itself ({@link
   * Exit#FAULT}).
   *
   * @param asked what was asked
   */
  public static Problem of(String asked, Exception e) {
    return in(e).orElseGet(() -> fault(asked, e));
  }

  private static Problem fault(String asked, Exception e) {
    return new Problem(
        Exit.FAULT,
        asked,
        "a fault of Lockstep: " + String.valueOf(e).lines().findFirst().orElse(""),
        "Run it again; if it stays, report it with the output of --verbose.");
  }

  /** The problem that an exception is, or was caused by. */
  public static Optional<Problem> in(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof Problem problem) {
        return Optional.of(problem);
      }
    }
    return Optional.empty();
  }

  /** How the command ends because of it. */
  public Exit exit() {
    return exit;
  }

  /** The message, never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
