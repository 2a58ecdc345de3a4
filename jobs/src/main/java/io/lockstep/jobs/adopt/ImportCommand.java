package io.lockstep.jobs.adopt;

import io.lockstep.importing.ImportReport;
import io.lockstep.importing.Importer;
import io.lockstep.importing.formats.SourceFormat;
import io.lockstep.program.ExecutionErrors;
import io.lockstep.program.json.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import --from TOOL DIR --app APP}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a folder db/APP from another tool's migrations. Touches no database, and no file that is there.",
      "",
      "  golang-migrate   000001_a.up.sql, 000001_a.down.sql (Lockstep reads them without import, too)",
      "  flyway           V1__a.sql, U1__a.sql, R__a.sql",
      "  liquibase        a master changelog in XML, YAML or JSON and the SQL that it reaches; or what liquibase update-sql prints",
      "  liquibase-sql    changelogs that begin with --liquibase formatted sql, in the order of their names",
      "  django           what python manage.py sqlmigrate prints, as 0001_a.sql, and with --backwards as 0001_a.backwards.sql; the migrations themselves beside them, 0001_a.py, tell the order",
      "  dbmate           -- migrate:up, -- migrate:down",
      "  goose            -- +goose Up, -- +goose Down",
      "  sql-migrate      -- +migrate Up, -- +migrate Down",
      "  prisma           20240101120000_a/migration.sql, and a down.sql of your own beside it",
      "  sqlx             20240101120000_a.sql, or 20240101120000_a.up.sql, 20240101120000_a.down.sql",
      "  diesel           2024-01-01-120000_a/up.sql, down.sql, metadata.toml",
      "  hasura           20240101120000_a/up.sql, down.sql",
      "  alembic          what alembic upgrade base:heads --sql prints, and alembic downgrade heads:base --sql; the revisions beside it name the files",
      "  rails            db/structure.sql; or the SQL of single migrations, 20240101120000_a.sql, 20240101120000_a.down.sql",
      "  typeorm          classes whose up and down are queryRunner.query(\"…\")",
      "  sqitch           sqitch.plan, deploy and revert",
      "  sql              any other tool's files that begin with a number, 0001_a.sql or 0001-a.sql, with 0001_a.down.sql, or with a mark in the file that its tool knows",
      "",
      "Statements stay as they are. Versions are the other tool's, or numbered in its order if they are no numbers. BEGIN and COMMIT are left out, since a step is one transaction. What could not be kept is a line:",
      "  ! left to do (exit code 3)    * good to know"
    },
    footer = {"", "Example: ./lockstep import --from goose ../service/migrations --app service"})
public final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private FilesOptions files;

  @Parameters(paramLabel = "DIR", description = "The folder with the other tool's migrations.")
  private Path source;

  @Option(
      names = "--from",
      paramLabel = "TOOL",
      required = true,
      description =
          "golang-migrate, flyway, liquibase, liquibase-sql, django, dbmate, goose, sql-migrate, prisma, sqlx, diesel, hasura, alembic, rails, typeorm, sqitch or sql.")
  private String from;

  @Option(
      names = "--app",
      paramLabel = "APP",
      required = true,
      description = "The app that they become: the folder's name.")
  private String app;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public ImportCommand() {}

  @Override
  public Integer call() {
    ImportReport report = new Importer(format(), source, files.app("--app", app), files.db()).run();
    if (files.json()) {
      Json.print(report);
    } else {
      report.lines().forEach(Json.utf8()::println);
    }
    return ExecutionErrors.exitCode(report.problem());
  }

  private SourceFormat format() {
    return SourceFormat.named(from)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "--from " + from + ": known are " + names() + "."));
  }

  private static String names() {
    return String.join(", ", SourceFormat.all().stream().map(SourceFormat::name).toList());
  }
}
