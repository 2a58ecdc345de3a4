package io.lockstep.importing;

import io.lockstep.catalog.ScriptName;
import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names the files of migrations: by the other tool's versions if these are numbers that grow, else
 * by their place in its order. In the second case their names keep the tool's identifier, which
 * {@code adopt} finds there.
 */
final class Numbering {
  private final List<ForeignMigration> migrations;
  private final boolean kept;

  Numbering(List<ForeignMigration> migrations) {
    this.migrations = migrations;
    this.kept = grows(migrations);
  }

  private static boolean grows(List<ForeignMigration> migrations) {
    Optional<Version> last = Optional.empty();
    for (ForeignMigration migration : migrations) {
      Optional<Version> version = migration.version();
      if (version.isEmpty() || last.filter(l -> l.compareTo(version.get()) >= 0).isPresent()) {
        return false;
      }
      last = version;
    }
    return true;
  }

  /** True if versions are the other tool's. */
  boolean kept() {
    return kept;
  }

  /** A file for each migration, and one for its undo script. */
  List<OutputFile> files() {
    List<OutputFile> files = new ArrayList<>();
    int number = 0;
    for (ForeignMigration migration : migrations) {
      number++;
      String version =
          kept ? migration.version().orElseThrow().toString() : "%04d".formatted(number);
      String title = kept ? migration.name() : migration.fullName();
      String rest = version + "__" + ScriptName.title(title).orElse("migration") + ".sql";
      files.add(new OutputFile("V" + rest, migration.source(), migration.up()));
      migration
          .down()
          .ifPresent(down -> files.add(new OutputFile("U" + rest, migration.downSource(), down)));
    }
    return files;
  }
}
