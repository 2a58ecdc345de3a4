package io.lockstep.scaffold;

import io.lockstep.catalog.Script;
import io.lockstep.catalog.ScriptFinder;
import io.lockstep.catalog.ScriptName;
import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.targets.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * The name and folder of an app's next migration, derived from the names of the present ones.
 *
 * @param folder the subfolder of the newest, with a slash at its end; empty for none
 * @param version the next one's version, as its file's name has it
 * @param golangMigrate true if names are golang-migrate's, and not Flyway's
 */
record NextMigrationFile(String folder, String version, boolean golangMigrate) {
  /** For an app without migrations. */
  static final NextMigrationFile FIRST = new NextMigrationFile("", NextVersion.FIRST, false);

  /** A script that has a version. */
  private record Versioned(Script script, Version version, boolean undo) {}

  /** Follows the app's newest version, even if only the undo script of that is left. */
  static NextMigrationFile after(Path app, AppSettings settings, NextVersion next)
      throws IOException {
    return ScriptFinder.find(settings).stream()
        .flatMap(script -> versioned(script).stream())
        .max(Comparator.comparing(Versioned::version).thenComparing(v -> !v.undo()))
        .map(newest -> after(app, newest, next))
        .orElseGet(() -> first(app, settings));
  }

  private static Optional<Versioned> versioned(Script script) {
    return ScriptName.parse(script.fileName())
        .flatMap(
            name -> {
              if (name instanceof ScriptName.Apply apply) {
                return Optional.of(new Versioned(script, apply.version(), false));
              } else if (name instanceof ScriptName.Baseline baseline) {
                return Optional.of(new Versioned(script, baseline.version(), false));
              } else if (name instanceof ScriptName.Undo undo) {
                return Optional.of(new Versioned(script, undo.version(), true));
              }
              return Optional.empty();
            });
  }

  private static NextMigrationFile first(Path app, AppSettings settings) {
    return new NextMigrationFile(
        below(app, settings.locations().get(0)), FIRST.version(), FIRST.golangMigrate());
  }

  /** The path of a folder as it is seen from the app's; the app itself has none. */
  private static String below(Path app, Path folder) {
    Path from = app.toAbsolutePath().normalize();
    String path = from.relativize(folder.toAbsolutePath().normalize()).toString();
    return path.isEmpty() ? "" : path + "/";
  }

  private static NextMigrationFile after(Path app, Versioned newest, NextVersion next) {
    String file = newest.script().fileName();
    String dotted = newest.version().toString();
    String written = file.contains(dotted) ? dotted : dotted.replace('.', '_');
    return new NextMigrationFile(
        below(app, newest.script().path().resolveSibling("")),
        next.after(written),
        Character.isDigit(file.charAt(0)));
  }

  /** The path, below the app's folder, of the file that applies it. */
  String script(String title) {
    return folder
        + (golangMigrate
            ? version + "_" + title + ".up.sql"
            : "V" + version + "__" + title + ".sql");
  }

  /** The path of the file that takes it back. */
  String undo(String title) {
    return folder + ScriptName.undoOf(script(title).substring(folder.length()));
  }
}
