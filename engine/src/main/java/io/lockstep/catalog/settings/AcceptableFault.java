package io.lockstep.catalog.settings;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of faults that {@code rehearse} and {@code verify} report and an app can accept. */
public enum AcceptableFault {
  /** A migration has no undo script. */
  UNDO_MISSING("undo missing"),
  /** An undo script ends with an error. */
  UNDO_FAILS("undo fails"),
  /** After a migration and its undo script the schema is another one than before. */
  UNDO_NOT_INVERSE("undo is not the inverse"),
  /** A migration can't be applied once more after its undo script. */
  REAPPLY_FAILS("re-apply fails"),
  /** Applied once more, it has another result. */
  REAPPLY_DIFFERS("re-apply differs"),
  /** It takes something from old pods, and is no contract step. */
  BREAKS_OLD_PODS("breaks old pods");

  private final String text;

  AcceptableFault(String text) {
    this.text = text;
  }

  /** Its name in reports. */
  public String text() {
    return text;
  }

  /** Its name in a key of the settings: the same with - for blanks. */
  String key() {
    return text.replace(' ', '-');
  }

  static Optional<AcceptableFault> parse(String key) {
    return Arrays.stream(values()).filter(fault -> fault.key().equals(key)).findFirst();
  }

  static String known() {
    return Arrays.stream(values()).map(AcceptableFault::key).collect(Collectors.joining(", "));
  }
}
