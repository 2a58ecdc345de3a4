package io.lockstep.adopt;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of it. The names of its parts are the JSON's: a contract.
 *
 * @param result {@code adopted}, {@code can be adopted} if that was all that was asked, {@code
 *     nothing to do}, or {@code differs}
 * @param from the other tool's table, if there is one
 * @param apps what was, or would be, written
 * @param differences how the schema is not what the migrations make, one object each
 * @param notes what a person should know
 */
public record AdoptionReport(
    String result,
    Optional<String> from,
    List<AppReport> apps,
    List<String> differences,
    List<String> notes) {
  /**
   * One app.
   *
   * @param version where it is
   * @param migrations how many count as applied from now on
   * @param undoScripts how many undo scripts are stored from now on
   */
  public record AppReport(String app, String version, int migrations, int undoScripts) {
    private String text() {
      return "%s %s (%s, %s)"
          .formatted(
              app, version, counted(migrations, "migration"), counted(undoScripts, "undo script"));
    }
  }

  /** One line that says what became of it. */
  public String summary() {
    return result
        + ": "
        + apps.stream().map(AppReport::text).collect(Collectors.joining(", "))
        + from.map(table -> " from " + table).orElse("");
  }

  /** What a person reads before that. */
  public List<String> lines() {
    return Stream.concat(notes.stream().map(note -> "note: " + note), differences.stream())
        .toList();
  }

  /** The refusal ({@link ExitCode#REFUSED}) that the differences amount to. */
  public Optional<LockstepException> problem() {
    return result.equals("differs")
        ? Optional.of(
            new LockstepException(
                ExitCode.REFUSED,
                "adopting "
                    + apps.stream()
                        .map(app -> app.app() + " " + app.version())
                        .collect(Collectors.joining(", ")),
                "the schema is not what the migrations make: "
                    + counted(differences.size(), "difference")
                    + "; nothing was written",
                "Adopt the version that it has, or make it so (+ is only in the database, - only in"
                    + " the migrations); --force takes it as it is."))
        : Optional.empty();
  }

  /** {@code 1 difference}, {@code 2 differences}. */
  static String counted(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
