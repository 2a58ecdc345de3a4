package io.lockstep.functions.http;

/** A path that a kubelet asks: it answers 200 with a text, or 503 with the reason. */
public interface ProbeHandler {
  /** Where it is asked. */
  String path();

  /** Looks, and never throws. */
  Result look();

  /**
   * The result of a look.
   *
   * @param text one line
   */
  record Result(boolean good, String text) {}
}
