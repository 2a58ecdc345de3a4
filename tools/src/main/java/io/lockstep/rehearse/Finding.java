package io.lockstep.rehearse;

import io.lockstep.fingerprint.FingerprintDifference;
import io.lockstep.run.report.StepError;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One finding of a rehearsal about a script. */
public sealed interface Finding {
  /** Its kind, for programs. */
  String kind();

  /** The finding, on one line. */
  String what();

  /** The advice, on one line. */
  String advice();

  /** More lines of the finding. */
  default List<String> details() {
    return List.of();
  }

  /** True if it is no reason to refuse, but a load that production must be able to bear. */
  default boolean isLint() {
    return false;
  }

  /** All of it, for people: the finding, its details, and the advice. */
  default List<String> lines() {
    return Stream.of(Stream.of(what()), details().stream(), Stream.of(advice()))
        .flatMap(lines -> lines)
        .toList();
  }

  /** The file to fix, if it is another than the one that was applied. */
  default Optional<String> otherFile() {
    return Optional.empty();
  }

  /** The line to fix, if it is known. */
  default Optional<Integer> line() {
    return Optional.empty();
  }

  /** A migration has no undo script beside it. */
  record UndoMissing(String undoScript) implements Finding {
    @Override
    public String kind() {
      return "undo missing";
    }

    @Override
    public String what() {
      return "undo missing";
    }

    @Override
    public String advice() {
      return "Add " + undoScript + " beside it; without it no rollback can pass this version.";
    }
  }

  /** An undo script has no migration to take back. */
  record StrayUndo(Version version) implements Finding {
    @Override
    public String kind() {
      return "undo without migration";
    }

    @Override
    public String what() {
      return "undo without migration: there is none of number " + version;
    }

    @Override
    public String advice() {
      return "Give it the number of its migration, or delete it: nothing will ever run it.";
    }

    @Override
    public boolean isLint() {
      return true;
    }
  }

  /** The stored undo script ends with an error. */
  record UndoFails(String file, StepError error) implements Finding {
    @Override
    public String kind() {
      return "undo fails";
    }

    @Override
    public String what() {
      return "undo fails: " + file + error.where() + ": " + error.reason();
    }

    @Override
    public String advice() {
      return "Fix the undo script; a rollback would stop here.";
    }

    @Override
    public Optional<String> otherFile() {
      return Optional.of(file);
    }

    @Override
    public Optional<Integer> line() {
      return error.line();
    }
  }

  /** After apply and undo the schema differs from the one before. */
  record UndoNotInverse(String file, FingerprintDifference difference) implements Finding {
    @Override
    public String kind() {
      return "undo is not the inverse";
    }

    @Override
    public String what() {
      return "undo is not the inverse: after it the schema is not as before";
    }

    @Override
    public List<String> details() {
      return difference.lines();
    }

    @Override
    public String advice() {
      return "Fix "
          + file
          + ": what is left over (+) it must take away, what is missing (-) bring back.";
    }

    @Override
    public Optional<String> otherFile() {
      return Optional.of(file);
    }
  }

  /** The script itself ends with an error. */
  record ApplyFails(StepError error) implements Finding {
    @Override
    public String kind() {
      return "apply fails";
    }

    @Override
    public String what() {
      return "fails" + error.where() + ": " + error.reason();
    }

    @Override
    public String advice() {
      return "Fix the script; what stands on it could not be rehearsed."
          + wayOut(error).map(way -> " " + way).orElse("");
    }

    /** The advice for a migration that lacks objects which others create; else empty. */
    static Optional<String> wayOut(StepError error) {
      return error.lacksObject()
          ? Optional.of(
              "If others make what it lacks, a schema, an extension or a role, give a script that does: --prepare FILE.")
          : Optional.empty();
    }

    @Override
    public Optional<Integer> line() {
      return error.line();
    }
  }

  /** A migration can't be applied once more after its undo, or a repeatable after itself. */
  record ReapplyFails(StepError error) implements Finding {
    @Override
    public String kind() {
      return "re-apply fails";
    }

    @Override
    public String what() {
      return "fails when it is applied again" + error.where() + ": " + error.reason();
    }

    @Override
    public String advice() {
      return "The first time has left something, outside the database perhaps, that it does not"
          + " expect.";
    }

    @Override
    public Optional<Integer> line() {
      return error.line();
    }
  }

  /** Applied once more, it has another result. */
  record ReapplyDiffers(FingerprintDifference difference) implements Finding {
    @Override
    public String kind() {
      return "re-apply differs";
    }

    @Override
    public String what() {
      return "makes something else when it is applied again";
    }

    @Override
    public List<String> details() {
      return difference.lines();
    }

    @Override
    public String advice() {
      return "The script depends on something that its undo does not take back, outside the database"
          + " perhaps.";
    }
  }

  /** It could not be rehearsed because of another script. */
  record NotRehearsed(String reason) implements Finding {
    @Override
    public String kind() {
      return "not rehearsed";
    }

    @Override
    public String what() {
      return "not rehearsed: " + reason;
    }

    @Override
    public String advice() {
      return "Fix that first.";
    }
  }

  /** A step's effect on relations that existed before it. */
  record Lint(Kind kindOfLint, List<String> objects) implements Finding {
    /** A load that a production database has to bear. */
    enum Kind {
      /** Tables or columns are gone, and their data with them. */
      DESTROYS(
          "destructive",
          "destroys data: drops ",
          "No undo brings data back: drop it when nothing reads it any more, and have a backup."),
      /** A table has got a new file. */
      REWRITES(
          "rewrite",
          "rewrites (or truncates) ",
          "Nobody can read it meanwhile, and a large table takes long: rather add a column, fill"
              + " it in parts, and swap."),
      /** A table can't even be read until the step commits. */
      LOCKS(
          "access exclusive lock",
          "takes an ACCESS EXCLUSIVE lock on ",
          "Readers wait until the step commits: let nothing slow be in the same step."),
      /** Indexes are built while nobody can write to their tables. */
      BUILDS_INDEXES(
          "index without concurrently",
          "creates without CONCURRENTLY: index ",
          "Writers wait until it is built: CREATE INDEX CONCURRENTLY, in a migration of its"
              + " own.");

      private final String name;
      private final String verb;
      private final String advice;

      Kind(String name, String verb, String advice) {
        this.name = name;
        this.verb = verb;
        this.advice = advice;
      }
    }

    @Override
    public String kind() {
      return kindOfLint.name;
    }

    @Override
    public String what() {
      return kindOfLint.verb + String.join(", ", objects);
    }

    @Override
    public String advice() {
      return kindOfLint.advice;
    }

    @Override
    public boolean isLint() {
      return true;
    }
  }
}
