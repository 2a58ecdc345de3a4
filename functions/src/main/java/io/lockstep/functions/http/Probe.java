package io.lockstep.functions.http;

/** What a kubelet asks: 200 with a text, or 503 with the reason. */
@FunctionalInterface
public interface Probe {
  /** Looks, and never throws. */
  Result look();

  /**
   * What it found.
   *
   * @param text one line
   */
  record Result(boolean good, String text) {}
}
