package io.lockstep.importing.formats;

import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import java.util.List;
import java.util.Optional;

/** Another tool's format for its migrations. */
public sealed interface SourceFormat
    permits GolangMigrateFormat,
        FlywayFormat,
        LiquibaseSqlFormat,
        DjangoFormat,
        DbmateFormat,
        GooseFormat,
        SqlMigrateFormat,
        PrismaFormat,
        SqlxFormat,
        DieselFormat {

  /** All of them, in the order in which help lists them. */
  static List<SourceFormat> all() {
    return List.of(
        new GolangMigrateFormat(),
        new FlywayFormat(),
        new LiquibaseSqlFormat(),
        new DjangoFormat(),
        new DbmateFormat(),
        new GooseFormat(),
        new SqlMigrateFormat(),
        new PrismaFormat(),
        new SqlxFormat(),
        new DieselFormat());
  }

  /** The format of this name. */
  static Optional<SourceFormat> named(String name) {
    return all().stream().filter(format -> format.name().equals(name)).findFirst();
  }

  /** The name on the command line. */
  String name();

  /** The number of levels of folders that the tool searches. */
  default int depth() {
    return 1;
  }

  /** Reads these files, which come in the order of their names. */
  ParsedSource read(List<SourceFile> files);
}
