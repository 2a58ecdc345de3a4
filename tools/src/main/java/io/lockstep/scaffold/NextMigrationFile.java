package io.lockstep.scaffold;

import io.lockstep.catalog.Script;
import io.lockstep.catalog.ScriptFinder;
import io.lockstep.catalog.ScriptName;
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
  static NextMigrationFile after(Path app, NextVersion next) throws IOException {
    return ScriptFinder.find(app).stream()
        .flatMap(script -> versioned(script).stream())
        .max(Comparator.comparing(Versioned::version).thenComparing(v -> !v.undo()))
        .map(newest -> after(newest, next))
        .orElse(FIRST);
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

  private static NextMigrationFile after(Versioned newest, NextVersion next) {
    String name = newest.script().name();
    String file = newest.script().fileName();
    String dotted = newest.version().toString();
    String written = file.contains(dotted) ? dotted : dotted.replace('.', '_');
    return new NextMigrationFile(
        name.substring(0, name.length() - file.length()),
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
