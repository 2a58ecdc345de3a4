package io.lockstep.catalog.callback;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The events for which Flyway's free edition runs SQL callbacks, in the order in which its migrate
 * comes to them (DbMigrate, DbValidate, DbSchemas), and those that don't come in a run of Lockstep.
 */
public enum CallbackEvent {
  /** Begins a run, in Flyway before it compares the checksums. */
  BEFORE_VALIDATE(Kind.STEP),
  /** In Flyway after it has compared the checksums. */
  AFTER_VALIDATE(Kind.STEP),
  /** The former name of the next. */
  CREATE_SCHEMA(Kind.STEP),
  /** Before Flyway makes schemas that don't exist, and also if all exist. */
  BEFORE_CREATE_SCHEMA(Kind.STEP),
  /** Before the first migration, and also if there is none to apply. */
  BEFORE_MIGRATE(Kind.STEP),
  /** In the transaction of each migration, before its script. */
  BEFORE_EACH_MIGRATE(Kind.WITHIN, "in the transaction of each migration, before its script"),
  /** In the transaction of each migration, after its script. */
  AFTER_EACH_MIGRATE(Kind.WITHIN, "in the transaction of each migration, after its script"),
  /** After a migration that has failed. */
  AFTER_EACH_MIGRATE_ERROR(Kind.WITHIN, "if a migration's script fails, after it is rolled back"),
  /** After the last version, and also if there is none to apply. */
  AFTER_VERSIONED(Kind.STEP),
  /** Before the first repeatable, if one is applied. */
  BEFORE_REPEATABLES(Kind.STEP),
  /** After the last migration, if one was applied. */
  AFTER_MIGRATE_APPLIED(Kind.STEP),
  /** After the last migration, and also if there was none to apply. */
  AFTER_MIGRATE(Kind.STEP),
  /** The end of a run. */
  AFTER_MIGRATE_OPERATION_FINISH(Kind.STEP),
  /** After a run that has failed at a migration. */
  AFTER_MIGRATE_ERROR(Kind.WITHIN, "if the run fails"),

  BEFORE_CONNECT(Kind.NEVER, Reasons.SESSION),
  AFTER_CONNECT(Kind.NEVER, Reasons.SESSION),
  BEFORE_EACH_MIGRATE_STATEMENT(Kind.NEVER, Reasons.STATEMENT),
  AFTER_EACH_MIGRATE_STATEMENT(Kind.NEVER, Reasons.STATEMENT),
  AFTER_EACH_MIGRATE_STATEMENT_ERROR(Kind.NEVER, Reasons.STATEMENT),
  AFTER_VALIDATE_ERROR(Kind.NEVER, "a run that is refused touches nothing"),
  BEFORE_CLEAN(Kind.NEVER, Reasons.CLEAN),
  AFTER_CLEAN(Kind.NEVER, Reasons.CLEAN),
  AFTER_CLEAN_ERROR(Kind.NEVER, Reasons.CLEAN),
  AFTER_CLEAN_OPERATION_FINISH(Kind.NEVER, Reasons.CLEAN),
  BEFORE_UNDO(Kind.NEVER, Reasons.UNDO),
  BEFORE_EACH_UNDO(Kind.NEVER, Reasons.UNDO),
  BEFORE_EACH_UNDO_STATEMENT(Kind.NEVER, Reasons.UNDO),
  AFTER_EACH_UNDO_STATEMENT(Kind.NEVER, Reasons.UNDO),
  AFTER_EACH_UNDO_STATEMENT_ERROR(Kind.NEVER, Reasons.UNDO),
  AFTER_EACH_UNDO(Kind.NEVER, Reasons.UNDO),
  AFTER_EACH_UNDO_ERROR(Kind.NEVER, Reasons.UNDO),
  AFTER_UNDO(Kind.NEVER, Reasons.UNDO),
  AFTER_UNDO_ERROR(Kind.NEVER, Reasons.UNDO),
  AFTER_UNDO_OPERATION_FINISH(Kind.NEVER, Reasons.UNDO),
  BEFORE_BASELINE(Kind.NEVER, Reasons.BASELINE),
  AFTER_BASELINE(Kind.NEVER, Reasons.BASELINE),
  AFTER_BASELINE_ERROR(Kind.NEVER, Reasons.BASELINE),
  AFTER_BASELINE_OPERATION_FINISH(Kind.NEVER, Reasons.BASELINE),
  BEFORE_REPAIR(Kind.NEVER, Reasons.REPAIR),
  AFTER_REPAIR(Kind.NEVER, Reasons.REPAIR),
  AFTER_REPAIR_ERROR(Kind.NEVER, Reasons.REPAIR),
  AFTER_REPAIR_OPERATION_FINISH(Kind.NEVER, Reasons.REPAIR),
  BEFORE_INFO(Kind.NEVER, Reasons.INFO),
  AFTER_INFO(Kind.NEVER, Reasons.INFO),
  AFTER_INFO_ERROR(Kind.NEVER, Reasons.INFO),
  AFTER_INFO_OPERATION_FINISH(Kind.NEVER, Reasons.INFO),
  AFTER_VALIDATE_OPERATION_FINISH(Kind.NEVER, Reasons.INFO),
  AFTER_REPORT_GENERATED(Kind.NEVER, Reasons.INFO);

  private final String id;
  private final Kind kind;
  private final String text;

  CallbackEvent(Kind kind) {
    this(kind, "");
  }

  CallbackEvent(Kind kind, String text) {
    this.id = camelCase(name());
    this.kind = kind;
    this.text = text;
  }

  /** What an event is for a run. */
  private enum Kind {
    /** Its callbacks are steps of their own. */
    STEP,
    /** Its callbacks run with other steps. */
    WITHIN,
    /** No run comes to it. */
    NEVER
  }

  private static String camelCase(String constant) {
    String words =
        Arrays.stream(constant.split("_", -1))
            .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());
    return Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }

  /** The event whose name this text begins with; of several the longest, as in Flyway. */
  static Optional<CallbackEvent> beginning(String text, boolean ignoringCase) {
    return Arrays.stream(values())
        .filter(event -> text.regionMatches(ignoringCase, 0, event.id, 0, event.id.length()))
        .max(Comparator.comparingInt(event -> event.id.length()));
  }

  /** The reason why no run comes to it; empty if runs do. */
  public Optional<String> neverRuns() {
    return Optional.of(text).filter(reason -> kind == Kind.NEVER);
  }

  /** When its callbacks run, for people; empty if they are steps of their own, or never run. */
  public Optional<String> within() {
    return Optional.of(text).filter(when -> kind == Kind.WITHIN);
  }

  /** Flyway's name of it, with which a callback's file begins. */
  @Override
  public String toString() {
    return id;
  }

  /** The reasons that several events have. */
  private static final class Reasons {
    static final String SESSION =
        "each script begins with the settings of a new session; what is set for migrations belongs"
            + " in beforeEachMigrate";
    static final String STATEMENT =
        "Lockstep sends nothing between a script's statements; beforeEachMigrate and"
            + " afterEachMigrate run around the script";
    static final String CLEAN = "Lockstep never cleans a schema";
    static final String UNDO =
        "it belongs to the undo of Flyway's paid editions; what it does belongs in the undo"
            + " scripts";
    static final String BASELINE = "Lockstep has no baseline command, but adopt, which runs no SQL";
    static final String REPAIR =
        "Lockstep has no repair command, but --accept-changed, which runs no SQL";
    static final String INFO = "Lockstep's list, plan and verify write nothing";

    private Reasons() {}
  }
}
