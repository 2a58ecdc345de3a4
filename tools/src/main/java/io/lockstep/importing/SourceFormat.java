package io.lockstep.importing;

import java.util.List;
import java.util.Optional;

/** How another tool keeps its migrations. */
public sealed interface SourceFormat
    permits GolangMigrateFormat,
        FlywayFormat,
        LiquibaseSqlFormat,
        DjangoFormat,
        DbmateFormat,
        GooseFormat {

  /** All of them, in the order in which help lists them. */
  static List<SourceFormat> all() {
    return List.of(
        new GolangMigrateFormat(),
        new FlywayFormat(),
        new LiquibaseSqlFormat(),
        new DjangoFormat(),
        new DbmateFormat(),
        new GooseFormat());
  }

  /** The one of this name. */
  static Optional<SourceFormat> named(String name) {
    return all().stream().filter(format -> format.name().equals(name)).findFirst();
  }

  /** What the command line calls it. */
  String name();

  /** How many levels of folders the tool looks into. */
  int depth();

  /** What these files are, which come in the order of their names. */
  ParsedSource read(List<SourceFile> files);
}
