package io.lockstep.knative;

/**
 * Nobody has answered, or not sensibly, which may be otherwise a second later; the message says
 * why.
 */
final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  NoAnswerException(String why, Throwable cause) {
    super(why, cause);
  }
}
