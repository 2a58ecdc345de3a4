package io.lockstep.importing;

import static io.lockstep.importing.ShopStatements.DROP_FUNCTION;
import static io.lockstep.importing.ShopStatements.DROP_INDEX;
import static io.lockstep.importing.ShopStatements.DROP_TABLES;
import static io.lockstep.importing.ShopStatements.FUNCTION;
import static io.lockstep.importing.ShopStatements.INDEX;
import static io.lockstep.importing.ShopStatements.TABLES;
import static io.lockstep.importing.ShopStatements.TRIGGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that the real tool brings up, and one that Lockstep brings up from the imported
 * folder, have the same fingerprint; and Lockstep takes all of it back.
 */
class ImportedLikeTheRealToolTest {
  @TempDir Path folder;

  private final SameSchema databases = SameSchema.create();

  private static void assertNothingLeftToDo(Importing importing) {
    assertThat(importing.run().problem()).isEmpty();
  }

  @Test
  void golang_migrate() throws Exception {
    Importing files =
        new Importing("golang-migrate", folder)
            .file("000001_tables.up.sql", "BEGIN;\n" + TABLES + "COMMIT;\n")
            .file("000001_tables.down.sql", "BEGIN;\n\n" + DROP_TABLES + "COMMIT;\n")
            .file("000002_function.up.sql", FUNCTION + TRIGGER)
            .file("000002_function.down.sql", DROP_FUNCTION)
            .file("20240101120000_index.up.sql", INDEX)
            .file("20240101120000_index.down.sql", DROP_INDEX);
    databases.golangMigrate(files.source());
    assertNothingLeftToDo(files);
    databases.assertThatLockstepMakes(files.db(), List.of("schema_migrations"));
  }

  @Test
  void golang_migrate_read_as_it_is() throws Exception {
    Path db = folder.resolve("db");
    new MigrationFolder(db)
        .file("shop/000001_tables.up.sql", TABLES)
        .file("shop/000001_tables.down.sql", DROP_TABLES)
        .file("shop/20240101120000_index.up.sql", INDEX)
        .file("shop/20240101120000_index.down.sql", DROP_INDEX);
    databases.golangMigrate(db.resolve("shop"));
    databases.assertThatLockstepMakes(db, List.of("schema_migrations"));
  }

  @Test
  void goose() throws Exception {
    Importing files =
        ShopStatements.goose(folder)
            .file(
                "00002_function.sql",
                "-- +goose Up\n-- +goose StatementBegin\n"
                    + FUNCTION.replace("$$;\n", "$$\n")
                    + "-- the end;\n-- +goose StatementEnd\n"
                    + TRIGGER
                    + "\nCOMMIT;\n-- +goose Down\n"
                    + DROP_FUNCTION);
    databases.goose(files.source(), "up");
    assertNothingLeftToDo(files);
    databases.assertThatLockstepMakes(files.db(), List.of("goose_db_version"));
  }

  @Test
  void dbmate() throws Exception {
    Importing files =
        ShopStatements.dbmate(folder, "20240101120000_tables.sql", "20240103120000_index.sql")
            .file(
                "20240102120000_function.sql",
                "-- migrate:up\n" + FUNCTION + TRIGGER + "\n-- migrate:down\n" + DROP_FUNCTION);
    databases.dbmate(files.source());
    assertNothingLeftToDo(files);
    databases.assertThatLockstepMakes(files.db(), List.of("schema_migrations"));
  }

  @Test
  void sql_migrate() throws Exception {
    Importing files = ShopStatements.sqlMigrate(folder);
    databases.sqlMigrate(files.source(), "up");
    assertNothingLeftToDo(files);
    databases.assertThatLockstepMakes(files.db(), List.of("gorp_migrations"));
  }

  @Test
  void prisma() throws Exception {
    Importing files = new Importing("prisma", folder);
    PrismaProject.in(files).deploy(databases.url());
    assertNothingLeftToDo(files);
    databases.assertThatLockstepMakes(files.db(), List.of("_prisma_migrations"));
  }

  @Test
  void sqlx() throws Exception {
    Importing files = ShopStatements.sqlx(folder);
    databases.sqlx(files.source());
    assertNothingLeftToDo(files);
    databases.assertThatLockstepMakes(files.db(), List.of("_sqlx_migrations"));
  }

  @Test
  void diesel() throws Exception {
    Importing files = ShopStatements.diesel(folder);
    databases.diesel(files.source());
    assertNothingLeftToDo(files);
    databases.assertThatLockstepMakes(files.db(), List.of("__diesel_schema_migrations"));
  }

  @Test
  void flyway() throws Exception {
    Importing files =
        new Importing("flyway", folder)
            .file("V1__tables.sql", TABLES)
            .file("U1__tables.sql", "drop view if exists names;\n" + DROP_TABLES)
            .file("V1.1__function.sql", FUNCTION + TRIGGER)
            .file("U1.1__function.sql", DROP_FUNCTION)
            .file("later/V2__index.sql", INDEX)
            .file("later/U2__index.sql", DROP_INDEX)
            .file("R__names.sql", "create or replace view names as select name from customer;\n");
    Flyway.configure()
        .dataSource(databases.tools().url(), "postgres", "postgres")
        .locations("filesystem:" + files.source())
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .load()
        .migrate();
    assertNothingLeftToDo(files);
    databases.assertThatLockstepMakes(files.db(), List.of("flyway_schema_history"));
  }

  @Test
  void liquibase() throws Exception {
    Importing files =
        new Importing("liquibase-sql", folder)
            .file("changelog.yaml", "databaseChangeLog:\n- includeAll:\n    path: changes\n")
            .file(
                "changes/01.sql",
                "--liquibase formatted sql\n\n--changeset ann:tables\n"
                    + TABLES
                    + "--rollback drop table purchase;\n--rollback drop table customer;\n"
                    + "--changeset bob:function splitStatements:false stripComments:false\n"
                    + FUNCTION
                    + TRIGGER
                    + "/* liquibase rollback\n"
                    + DROP_FUNCTION
                    + "*/\n")
            .file(
                "changes/02.sql",
                "-- liquibase formatted sql\n-- changeset ann:index runInTransaction:false\n"
                    + INDEX
                    + "-- rollback "
                    + DROP_INDEX);
    LiquibaseUpdate.run("changelog.yaml", files.source(), databases.tools());
    assertNothingLeftToDo(files);
    databases.assertThatLockstepMakes(
        files.db(), List.of("databasechangelog", "databasechangeloglock"));
  }

  @Test
  void django() throws Exception {
    DjangoProject project = databases.django(folder);
    project.manage("migrate");
    Importing files = project.printed(folder);
    assertNothingLeftToDo(files);
    databases.assertThatLockstepMakes(files.db(), List.of("django_migrations"));
  }
}
