package io.lockstep.targets;

/** The version to which an app must be brought. */
public sealed interface Goal {
  /** Nothing applied. */
  record Zero() implements Goal {
    @Override
    public String toString() {
      return "zero";
    }
  }

  /** The newest version on disk. */
  record Latest() implements Goal {
    @Override
    public String toString() {
      return "latest";
    }
  }

  /** Exactly this version: it and all before it are applied, nothing after it. */
  record At(Version version) implements Goal {
    @Override
    public String toString() {
      return version.toString();
    }
  }
}
