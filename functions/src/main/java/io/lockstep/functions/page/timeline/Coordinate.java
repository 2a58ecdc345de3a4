package io.lockstep.functions.page.timeline;

import java.util.Locale;

/** Numbers in SVG. */
final class Coordinate {
  private Coordinate() {}

  /** With two digits after the point. */
  static String of(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
