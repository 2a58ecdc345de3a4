package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people and programs see of an import. */
class ImportTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path source;
  @TempDir private Path db;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void migrations() {
    new MigrationFolder(source)
        .file("00001_tables.sql", "-- +goose Up\ncreate table a ();\n-- +goose Down\ndrop table a;")
        .file("00002_fill.go", "package migrations");
    launch =
        LockstepProcess.Launch.on(database, db).with("LOCKSTEP_DB", ".").with("POSTGRES_PORT", "1");
  }

  private LockstepProcess run(String... more) {
    return launch.run(
        Stream.concat(Stream.of("import", source.toString()), Arrays.stream(more))
            .toArray(String[]::new));
  }

  @Test
  void files_and_what_is_left_to_do_are_a_line_each_and_no_database_is_needed() {
    LockstepProcess process = run("--from", "goose", "--app", "service");
    assertThat(process.exitsWith(ExitCode.REFUSED.code()).out())
        .isEqualTo(
            """
            +  U00001__tables.sql  from 00001_tables.sql
            +  V00001__tables.sql  from 00001_tables.sql
            !  00002_fill.go: is a program in Go, so it is left out. Write in SQL what it does, as V00002__fill.sql.
            wrote 2 files into ./service, 1 thing is left to do
            A database that goose has brought to a version already: ./lockstep adopt service VERSION, before the first migrate.
            """);
    assertThat(process.err()).contains("importing into app service: 1 thing is left to do");
    assertThat(db.resolve("service/V00001__tables.sql")).hasContent("create table a ();");

    LockstepProcess again = run("--from", "goose", "--app", "service", "--json");
    assertThat(again.exitsWith(ExitCode.REFUSED.code()).err()).contains("is there already");
    assertThat(json(again).at("/error/exit").asInt()).isEqualTo(3);
  }

  @Test
  void json_is_one_document() {
    new MigrationFolder(source).without("00002_fill.go");
    JsonNode report =
        json(run("--from", "goose", "--app", "service", "--db", "other", "--json").exitsWith(0));
    assertThat(report.at("/files/0/name").asString()).isEqualTo("U00001__tables.sql");
    assertThat(report.at("/files/0/source").asString()).isEqualTo("00001_tables.sql");
    assertThat(report.at("/notes")).isEmpty();
    assertThat(db.resolve("other/service/U00001__tables.sql")).exists();
  }

  @Test
  void a_tool_or_a_name_that_is_none_is_wrong_usage() {
    assertThat(run("--from", "alambic", "--app", "a").exitsWith(2).err())
        .contains(
            "golang-migrate, flyway, liquibase, liquibase-sql, django, dbmate, goose, sql-migrate, prisma, sqlx, diesel, hasura, alembic, rails, typeorm, sqitch");
    assertThat(run("--from", "goose", "--app", "../a").exitsWith(2).err())
        .contains("letters, digits");
    assertThat(run("--from", "goose").exitsWith(2).err()).contains("--app");
  }

  private static JsonNode json(LockstepProcess process) {
    return JsonMapper.shared().readTree(process.out());
  }
}
