package io.lockstep.knative.polling;

/** Thrown when there was no usable answer, though another try may get one. The message says why. */
public final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  /** An exception with this reason and cause. */
  public NoAnswerException(String why, Throwable cause) {
    super(why, cause);
  }
}
