package io.lockstep.plan;

import io.lockstep.LockstepException;
import io.lockstep.catalog.Directives;
import io.lockstep.catalog.Requirement;
import io.lockstep.catalog.Script;
import io.lockstep.history.UndoScript;
import io.lockstep.history.UndoScriptReader;
import io.lockstep.script.ScriptCheck;
import java.util.List;
import java.util.function.BiFunction;

/** The directives of a script that is about to run; its text is read again when it runs. */
public record ScriptReading(List<Requirement> requires, boolean noTransaction) {
  /** Reads and checks a script; {@code refused} makes the error from the reason and the advice. */
  public static ScriptReading of(
      Script script, BiFunction<String, String, LockstepException> refused) {
    return of(script, script.readToRun(), refused);
  }

  private static ScriptReading of(
      Script script, String text, BiFunction<String, String, LockstepException> refused) {
    Directives directives = Directives.read(script, text);
    if (directives.draft()) {
      throw refused.apply(
          script + " is a draft",
          "Finish it, and delete its line \"" + Directives.DRAFT + "\"; no step was taken.");
    }
    ScriptCheck check =
        ScriptCheck.of(text, directives.noTransaction() || script.declaredWithoutTransaction());
    check
        .objection()
        .ifPresent(
            objection -> {
              throw refused.apply(
                  script + " " + objection, "Change the file; no other step was taken.");
            });
    return new ScriptReading(directives.requires(), check.noTransaction());
  }

  /** Reads and checks a stored undo script, perhaps of another release. */
  static UndoScript stored(
      UndoScript.Stored undo,
      UndoScriptReader stored,
      String file,
      BiFunction<String, String, LockstepException> refused) {
    ScriptCheck check = ScriptCheck.of(undo.read(stored), undo.noTransaction());
    check
        .objection()
        .ifPresent(
            objection -> {
              throw refused.apply(
                  file + " " + objection,
                  "Correct the script in the app's folder, and run again with --undo-from-file "
                      + undo.version()
                      + "; no other step was taken.");
            });
    return check.noTransaction() ? undo.withoutTransaction() : undo;
  }

  /** Reads and checks an undo script. */
  static UndoScript.OnDisk undo(
      Script script, BiFunction<String, String, LockstepException> refused) {
    return new UndoScript.OnDisk(script, of(script, script.read(), refused).noTransaction());
  }
}
