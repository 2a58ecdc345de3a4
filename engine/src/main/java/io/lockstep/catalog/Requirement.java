package io.lockstep.catalog;

import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;

/** Another app's version that must be applied first, and must stay applied while it is needed. */
public record Requirement(AppName app, Version version) {
  /** Reads the text that {@link #toString()} wrote. */
  public static Requirement of(String text) {
    String[] words = text.split(" ", -1);
    return new Requirement(new AppName(words[0]), Version.of(words[1]));
  }

  @Override
  public String toString() {
    return app + " " + version;
  }
}
