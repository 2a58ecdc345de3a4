package io.lockstep.history;

import java.util.Arrays;
import java.util.Locale;

/** What a step does. */
public enum StepAction {
  /** It applies a version. */
  APPLY,
  /** It takes a version back. */
  UNDO,
  /** It applies a repeatable. */
  REPEAT,
  /** A newer Lockstep began a step that this one does not have. No step of a plan is one. */
  UNKNOWN;

  static StepAction parse(String text) {
    return Arrays.stream(values())
        .filter(action -> action.toString().equals(text))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** Its name in the tables, JSON, logs and metrics: a contract. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
