package io.lockstep.e2e;

import java.util.Optional;

/** The image under test, which e2e/images has built and loaded. */
final class Image {
  private static final String NAME = "LOCKSTEP_E2E_IMAGE";

  private Image() {}

  /** Like {@code localhost/lockstep:dev}. */
  static Optional<String> given() {
    return Optional.ofNullable(System.getProperty(NAME, System.getenv(NAME)))
        .filter(name -> !name.isBlank());
  }

  /** The tag that the chart's values take. */
  static String tag() {
    String name = given().orElseThrow();
    return name.substring(name.lastIndexOf(':') + 1);
  }

  /** The image that was built from it, with a migration 0003 of main. */
  static String nextTag() {
    return tag() + "-next";
  }
}
