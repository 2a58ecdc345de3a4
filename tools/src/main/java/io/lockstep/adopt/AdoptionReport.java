package io.lockstep.adopt;

import io.lockstep.Abridged;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of an adoption. The names of the components are the JSON's: a contract.
 *
 * @param from the other tool's table, if there is one
 * @param apps the data that was, or would be, written
 * @param differences the differences between the schema and the migrations' result, one object each
 * @param notes notes for people
 */
public record AdoptionReport(
    AdoptionResult result,
    Optional<String> from,
    List<AppReport> apps,
    List<String> differences,
    List<String> notes) {
  /**
   * One app.
   *
   * @param version the app's version
   * @param migrations the number of migrations that count as applied from now on
   * @param undoScripts the number of undo scripts that are stored from now on
   */
  public record AppReport(String app, String version, int migrations, int undoScripts) {
    private String text() {
      return "%s %s (%s, %s)"
          .formatted(
              app, version, counted(migrations, "migration"), counted(undoScripts, "undo script"));
    }
  }

  /** A one-line summary of the result. */
  public String summary() {
    return result
        + ": "
        + apps.stream().map(AppReport::text).collect(Collectors.joining(", "))
        + from.map(table -> " from " + table).orElse("");
  }

  /** The lines that people read before that. */
  public List<String> lines() {
    return Stream.concat(
            Abridged.lines(notes).stream().map(note -> "note: " + note), differences.stream())
        .toList();
  }

  /** The refusal ({@link ExitCode#REFUSED}) for the differences. */
  public Optional<LockstepException> problem() {
    return result == AdoptionResult.DIFFERS
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
