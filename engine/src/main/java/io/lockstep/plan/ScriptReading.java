package io.lockstep.plan;

import io.lockstep.Abridged;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Batch;
import io.lockstep.catalog.Directives;
import io.lockstep.catalog.Requirement;
import io.lockstep.catalog.Script;
import io.lockstep.catalog.settings.OwnTransactions;
import io.lockstep.history.UndoScript;
import io.lockstep.script.BatchScript;
import io.lockstep.script.ScriptCheck;
import io.lockstep.script.ScriptObjection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The directives of a script that is about to run; its text is read again when it runs. */
public record ScriptReading(
    List<Requirement> requires, boolean noTransaction, boolean contract, Optional<Batch> batch) {
  /**
   * Reads and checks a script.
   *
   * @param standardStrings false if a backslash escapes in a script's quotes, unless the script
   *     sets it otherwise
   * @param pending the scripts of its app that may have the same fault, and are then named, too
   * @param refused makes the error from the reason and the advice
   */
  public static ScriptReading of(
      Script script,
      boolean standardStrings,
      Supplier<List<Script>> pending,
      BiFunction<String, String, LockstepException> refused) {
    return of(script, script.readToRun(), standardStrings, pending, refused);
  }

  private static ScriptReading of(
      Script script,
      String text,
      boolean standardStrings,
      Supplier<List<Script>> pending,
      BiFunction<String, String, LockstepException> refused) {
    Directives directives = Directives.read(script, text);
    if (directives.draft()) {
      throw refused.apply(
          script + " is a draft",
          "Finish it, and delete its line \"" + Directives.DRAFT + "\"; no step was taken.");
    }
    Directives.below(text)
        .ifPresent(
            line -> {
              throw refused.apply(
                  "%s line %d says \"%s\" below its first statement, where it counts for nothing"
                      .formatted(script, line.number(), line.text()),
                  "Move that line to the top of the file, or delete it; no step was taken.");
            });
    ScriptCheck check = check(script, text, directives, standardStrings);
    check
        .objection()
        .ifPresent(
            objection -> {
              throw objection.ownTransaction()
                  ? refused(script, objection, standardStrings, pending.get(), refused)
                  : refused.apply(
                      script + " " + objection, "Change the file; no other step was taken.");
            });
    batchObjection(text, directives.batch(), check.noTransaction())
        .ifPresent(
            objection -> {
              throw refused.apply(
                  script + " " + objection, "Change the file; no other step was taken.");
            });
    return new ScriptReading(
        directives.requires(), check.noTransaction(), directives.contract(), directives.batch());
  }

  /**
   * Makes sure that a script that is no versioned migration does not ask to wait.
   *
   * @param refused makes the error from the reason and the advice
   */
  public void refuseContract(Script script, BiFunction<String, String, LockstepException> refused) {
    if (contract) {
      throw refused.apply(
          script + " says \"-- lockstep: contract\", and only a versioned migration can wait",
          "Take that line out, or put what old pods can't live with into a migration of its own; no step was taken.");
    }
  }

  private static ScriptCheck check(
      Script script, String text, Directives directives, boolean standardStrings) {
    return ScriptCheck.of(
        text, directives.noTransaction() || script.declaredWithoutTransaction(), standardStrings);
  }

  private static Optional<ScriptObjection> batchObjection(
      String text, Optional<Batch> batch, boolean noTransaction) {
    if (batch.isPresent() && noTransaction) {
      return Optional.of(
          new ScriptObjection(
              "says \"-- lockstep: batch\" and asks for no transaction, but each batch has one",
              "take one of the two out",
              false));
    }
    return batch.flatMap(wanted -> BatchScript.objection(text, wanted.rows()));
  }

  /**
   * Makes sure that a script that runs as a whole does not ask for batches.
   *
   * @param kind what it is, for people
   */
  public void refuseBatch(
      Script script, String kind, BiFunction<String, String, LockstepException> refused) {
    if (batch.isPresent()) {
      throw refused.apply(
          script + " says \"-- lockstep: batch\", but is " + kind + ", which runs as a whole",
          "Take that line out, or move the statement into a versioned migration; no step was taken.");
    }
  }

  /** Names all scripts with a transaction of their own, and the tool that has such files. */
  private static LockstepException refused(
      Script script,
      ScriptObjection objection,
      boolean standardStrings,
      List<Script> pending,
      BiFunction<String, String, LockstepException> refused) {
    List<String> others =
        pending.stream()
            .filter(other -> !other.equals(script) && hasOwnTransaction(other, standardStrings))
            .map(Script::name)
            .toList();
    return refused.apply(
        script
            + " "
            + objection.why()
            + (others.isEmpty()
                ? ""
                : "; so do %s (%d files)".formatted(Abridged.names(others), others.size() + 1)),
        wayOut(script)
            + " Where something must be committed before the rest, make two files, or say \"-- lockstep: no-transaction\" on top; no step was taken.");
  }

  private static String wayOut(Script script) {
    if (script.settings().ownTransactions() == OwnTransactions.PASSED_OVER) {
      return OwnTransactions.LINE
          + " in lockstep.properties does not pass over it, since without it the script would do something else.";
    }
    String form =
        script.isOfGolangMigrate()
            ? "You can take it out, as ./lockstep import does by itself: ./lockstep import --from golang-migrate %s --app %s --db NEW writes the app without them into NEW/%2$s, where that changes nothing."
            : "You can take it out, as ./lockstep import does with other tools' files. Where that changes nothing, %3$s in lockstep.properties passes over it, and Flyway's checksums stay: ./lockstep import --from flyway %1$s --app %2$s --db NEW writes the app with that line into NEW/%2$s.";
    return form.formatted(
        script.folder(), String.valueOf(script.folder().getFileName()), OwnTransactions.LINE);
  }

  private static boolean hasOwnTransaction(Script script, boolean standardStrings) {
    String text = script.read();
    return check(script, text, Directives.read(script, text), standardStrings)
        .objection()
        .filter(ScriptObjection::ownTransaction)
        .isPresent();
  }

  /** Checks a stored undo script, perhaps of another release. */
  static UndoScript stored(
      UndoScript.Stored undo,
      String text,
      String file,
      boolean standardStrings,
      BiFunction<String, String, LockstepException> refused) {
    UndoScript.Stored read = undo.read(text);
    ScriptCheck check = ScriptCheck.of(text, undo.noTransaction(), standardStrings);
    check
        .objection()
        .or(() -> batchObjection(text, read.batch(), check.noTransaction()))
        .ifPresent(
            objection -> {
              throw refused.apply(
                  file + " " + objection,
                  "Correct the script in the app's folder, and run again with --undo-from-file "
                      + undo.version()
                      + "; no other step was taken.");
            });
    return check.noTransaction() ? read.withoutTransaction() : read;
  }

  /** Reads and checks an undo script. */
  static UndoScript.OnDisk undo(
      Script script,
      boolean standardStrings,
      Supplier<List<Script>> pending,
      BiFunction<String, String, LockstepException> refused) {
    ScriptReading reading = of(script, script.read(), standardStrings, pending, refused);
    reading.refuseContract(script, refused);
    return new UndoScript.OnDisk(script, reading.noTransaction(), reading.batch());
  }
}
