package io.lockstep.importing.formats;

import io.lockstep.importing.formats.liquibase.FormattedChangelogs;
import io.lockstep.importing.formats.liquibase.MasterChangelog;
import io.lockstep.importing.formats.numbered.NumberedFiles;
import io.lockstep.importing.formats.printed.AlembicOutput;
import io.lockstep.importing.formats.printed.RailsOutput;
import io.lockstep.importing.formats.sqitch.SqitchProject;
import io.lockstep.importing.formats.typeorm.TypeormMigrations;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Another tool's format for its migrations. */
public sealed interface SourceFormat
    permits GolangMigrateFormat,
        FlywayFormat,
        DjangoFormat,
        DbmateFormat,
        GooseFormat,
        SqlMigrateFormat,
        PrismaFormat,
        SqlxFormat,
        DieselFormat,
        SourceFormat.OfPackage {

  /** All of them, in the order in which help lists them. */
  static List<SourceFormat> all() {
    return List.of(
        new GolangMigrateFormat(),
        new FlywayFormat(),
        OfPackage.deep("liquibase", MasterChangelog::read),
        OfPackage.deep("liquibase-sql", FormattedChangelogs::read),
        new DjangoFormat(),
        new DbmateFormat(),
        new GooseFormat(),
        new SqlMigrateFormat(),
        new PrismaFormat(),
        new SqlxFormat(),
        new DieselFormat(),
        OfPackage.deep("hasura", HasuraMigrations::read),
        OfPackage.deep("alembic", AlembicOutput::read),
        OfPackage.deep("rails", RailsOutput::read),
        OfPackage.deep("typeorm", TypeormMigrations::read),
        OfPackage.deep("sqitch", SqitchProject::read),
        new OfPackage("sql", 2, NumberedFiles::read));
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

  /** A format that is read by a package of its own. */
  record OfPackage(String name, int depth, Function<List<SourceFile>, ParsedSource> reading)
      implements SourceFormat {
    private static OfPackage deep(String name, Function<List<SourceFile>, ParsedSource> reading) {
      return new OfPackage(name, Integer.MAX_VALUE, reading);
    }

    @Override
    public ParsedSource read(List<SourceFile> files) {
      return reading.apply(files);
    }
  }
}
