package io.lockstep.knative.served;

import io.lockstep.knative.polling.OneLine;

/**
 * One thing that a function serves.
 *
 * @param about what it is about
 * @param asWanted whether it is as wanted
 * @param text what it is, and what was wanted
 */
record CheckResult(String about, boolean asWanted, String text) {
  CheckResult {
    text = OneLine.of(text);
  }

  /** {@code ok main: at 0002, wanted latest (0002)}. */
  @Override
  public String toString() {
    return (asWanted ? "ok " : "differs ") + about + ": " + text;
  }
}
