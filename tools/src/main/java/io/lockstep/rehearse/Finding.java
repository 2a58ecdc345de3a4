package io.lockstep.rehearse;

import io.lockstep.catalog.settings.AcceptableFault;
import io.lockstep.fingerprint.FingerprintDifference;
import io.lockstep.run.report.StepError;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One finding of a rehearsal about a script.
 *
 * @param what the finding, on one line
 * @param details more lines of the finding
 * @param advice the advice, on one line
 * @param otherFile the file to fix, if it is another than the one that was applied
 * @param line the line to fix, if it is known
 * @param accepted the reason why the app's settings accept it, if they do
 */
public record Finding(
    Kind kind,
    String what,
    List<String> details,
    String advice,
    Optional<String> otherFile,
    Optional<Integer> line,
    Optional<String> accepted) {
  /** The kinds, with their names for programs: a contract. */
  public enum Kind {
    /** A migration has no undo script beside it. */
    UNDO_MISSING(AcceptableFault.UNDO_MISSING),
    /** An undo script has no migration to take back. */
    STRAY_UNDO("undo without migration"),
    /** The stored undo script ends with an error. */
    UNDO_FAILS(AcceptableFault.UNDO_FAILS),
    /** After apply and undo the schema differs from the one before. */
    UNDO_NOT_INVERSE(AcceptableFault.UNDO_NOT_INVERSE),
    /** After apply and undo only values of enums are left, which PostgreSQL can't take away. */
    ENUM_VALUE_STAYS("enum value stays", Optional.of(AcceptableFault.UNDO_NOT_INVERSE)),
    /** The script itself ends with an error. */
    APPLY_FAILS("apply fails"),
    /** A migration can't be applied once more after its undo, or a repeatable after itself. */
    REAPPLY_FAILS(AcceptableFault.REAPPLY_FAILS),
    /** Applied once more, it has another result. */
    REAPPLY_DIFFERS(AcceptableFault.REAPPLY_DIFFERS),
    /** It takes something from old pods, and is no contract step. */
    BREAKS_OLD_PODS(AcceptableFault.BREAKS_OLD_PODS),
    /** It could not be rehearsed because of another script. */
    NOT_REHEARSED("not rehearsed"),
    /** Undone, or applied once more, it leaves routines or comments with other blanks. */
    BLANKS_DIFFER("only blanks differ"),
    /** Tables or columns are gone, or tables are emptied, and their data is lost. */
    DESTROYS("destructive"),
    /** A table has got a new file. */
    REWRITES("rewrite"),
    /** A table can't be read until the step commits. */
    LOCKS("access exclusive lock"),
    /** Indexes are built while nobody can write to their tables. */
    BUILDS_INDEXES("index without concurrently");

    private final String text;
    private final Optional<AcceptableFault> acceptable;

    Kind(String text) {
      this(text, Optional.empty());
    }

    Kind(AcceptableFault fault) {
      this(fault.text(), Optional.of(fault));
    }

    Kind(String text, Optional<AcceptableFault> acceptable) {
      this.text = text;
      this.acceptable = acceptable;
    }

    /** Its name for programs. */
    public String text() {
      return text;
    }

    /** Its name in an app's settings, if they can accept it. */
    Optional<AcceptableFault> acceptable() {
      return acceptable;
    }
  }

  /**
   * True if it is a reason to refuse.
   *
   * @param strict true if a lint is one
   */
  public boolean counts(boolean strict) {
    return accepted.isEmpty() && (strict || !isLint());
  }

  /** True if an app's settings know it as this fault. */
  boolean isOf(AcceptableFault fault) {
    return kind.acceptable.equals(Optional.of(fault));
  }

  /** This finding, accepted for this reason. */
  Finding accepted(String reason) {
    return new Finding(
        kind, what, details, "Accepted: " + reason, otherFile, line, Optional.of(reason));
  }

  /** True if it is no reason to refuse, but a load that production must be able to bear. */
  public boolean isLint() {
    return switch (kind) {
      case STRAY_UNDO, ENUM_VALUE_STAYS, BLANKS_DIFFER, DESTROYS, REWRITES, LOCKS, BUILDS_INDEXES ->
          true;
      case UNDO_MISSING,
          UNDO_FAILS,
          UNDO_NOT_INVERSE,
          APPLY_FAILS,
          REAPPLY_FAILS,
          REAPPLY_DIFFERS,
          BREAKS_OLD_PODS,
          NOT_REHEARSED ->
          false;
    };
  }

  /** All of it, for people: the finding, its details, and the advice. */
  public List<String> lines() {
    return Stream.of(Stream.of(what), details.stream(), Stream.of(advice))
        .flatMap(lines -> lines)
        .toList();
  }

  private static Finding of(Kind kind, String what, String advice) {
    return new Finding(
        kind, what, List.of(), advice, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Finding of(Kind kind, String what, String advice, StepError error) {
    return new Finding(
        kind,
        what + error.where() + ": " + error.reason(),
        List.of(),
        advice,
        Optional.empty(),
        error.line(),
        Optional.empty());
  }

  private Finding in(String file) {
    return new Finding(kind, what, details, advice, Optional.of(file), line, accepted);
  }

  private Finding with(FingerprintDifference difference) {
    return new Finding(kind, what, difference.lines(), advice, otherFile, line, accepted);
  }

  static Finding undoMissing(String undoScript) {
    return of(
        Kind.UNDO_MISSING,
        "undo missing",
        "Add " + undoScript + " beside it; without it no rollback can pass this version.");
  }

  static Finding strayUndo(Version version) {
    return of(
        Kind.STRAY_UNDO,
        "undo without migration: there is none of number " + version,
        "Give it the number of its migration, or delete it: nothing will ever run it.");
  }

  static Finding undoFails(String file, StepError error) {
    return of(
            Kind.UNDO_FAILS,
            "undo fails: " + file,
            "Fix the undo script; a rollback would stop here.",
            error)
        .in(file);
  }

  static Finding undoNotInverse(String file, FingerprintDifference difference) {
    return of(
            Kind.UNDO_NOT_INVERSE,
            "undo is not the inverse: after it the schema is not as before",
            difference.addsOnlyEnumValues()
                ? "PostgreSQL can't take a value of an enum away, but with ADD VALUE IF NOT EXISTS"
                    + " the script could be applied again."
                : "Fix "
                    + file
                    + ": what is left over (+) it must take away, what is missing (-) bring back.")
        .with(difference)
        .in(file);
  }

  static Finding enumValueStays(String file, FingerprintDifference difference) {
    return of(
            Kind.ENUM_VALUE_STAYS,
            "undo leaves a value of an enum, and PostgreSQL can't take one away",
            "Nothing to fix: applied again, the script makes the same schema.")
        .with(difference)
        .in(file);
  }

  /** The schema is as it was but for blanks that mean nothing. */
  static Finding blanksDiffer(String file, FingerprintDifference difference) {
    return of(
            Kind.BLANKS_DIFFER,
            "only blanks differ after " + file,
            "It means the same; with the same blanks nothing would differ.")
        .with(difference)
        .in(file);
  }

  static Finding applyFails(StepError error) {
    return of(
        Kind.APPLY_FAILS,
        "fails",
        "Fix the script; what stands on it could not be rehearsed." + wayOut(error),
        error);
  }

  /** The advice for a migration that lacks what others create or the server has, else nothing. */
  static String wayOut(StepError error) {
    return error.lacksObject()
        ? " If others make what it lacks, a schema, an extension or a role, give a script that does: --prepare FILE."
        : error.lacksFile()
            ? " If this server lacks what it needs, such as an extension, rehearse on one that has it: --server."
            : "";
  }

  static Finding reapplyFails(StepError error) {
    return of(
        Kind.REAPPLY_FAILS,
        "fails when it is applied again",
        "The first time has left something, outside the database perhaps, that it does not expect.",
        error);
  }

  static Finding reapplyDiffers(FingerprintDifference difference) {
    return of(
            Kind.REAPPLY_DIFFERS,
            "makes something else when it is applied again",
            "The script depends on something that its undo does not take back, outside the database"
                + " perhaps.")
        .with(difference);
  }

  static Finding breaksOldPods(String changes) {
    return of(
        Kind.BREAKS_OLD_PODS,
        "breaks old pods: " + changes,
        "Put it into a migration with -- lockstep: contract, which waits until they are gone.");
  }

  static Finding notRehearsed(String reason) {
    return of(Kind.NOT_REHEARSED, "not rehearsed: " + reason, "Fix that first.");
  }

  static Finding undoDestroys(String file, List<String> losses) {
    return of(
            Kind.DESTROYS,
            "undo destroys data: " + String.join(", ", losses),
            "It was there before the migration, and a rollback loses what is in it: change it in place.")
        .in(file);
  }

  static Finding destroys(String what) {
    return of(
        Kind.DESTROYS,
        "destroys data: " + what,
        "No undo brings data back: do it when nothing reads it any more, and have a backup.");
  }

  static Finding rewrites(String objects) {
    return of(
        Kind.REWRITES,
        "rewrites (or truncates) " + objects,
        "Nobody can read it meanwhile, and a large table takes long: rather add a column, fill"
            + " it in parts, and swap.");
  }

  static Finding locks(String objects) {
    return of(
        Kind.LOCKS,
        "takes an ACCESS EXCLUSIVE lock on " + objects,
        "Readers wait until the step commits: let nothing slow be in the same step.");
  }

  static Finding buildsIndexes(String objects) {
    return of(
        Kind.BUILDS_INDEXES,
        "creates without CONCURRENTLY: index " + objects,
        "Writers wait until it is built: CREATE INDEX CONCURRENTLY, in a migration of its own.");
  }
}
