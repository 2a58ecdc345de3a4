package io.lockstep.targets;

/** Where an app shall be brought to. */
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

  /** Exactly this version: it and all before it applied, nothing after it. */
  record At(Version version) implements Goal {
    @Override
    public String toString() {
      return version.toString();
    }
  }
}
