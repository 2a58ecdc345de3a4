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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The way of a team that comes from another tool: the real tool has brought its database up, its
 * folder is imported, and the database adopted without a difference; then Lockstep takes it back.
 */
class ImportedAndAdoptedTest {
  @TempDir Path folder;

  private final SameSchema databases = SameSchema.create();

  private void assertAdopted(Path db, String from) {
    databases.assertThatLockstepAdopts(db, from);
  }

  @Test
  void golang_migrate_even_without_an_import() {
    Path db = folder.resolve("db");
    new MigrationFolder(db)
        .file("shop/000001_tables.up.sql", TABLES)
        .file("shop/000001_tables.down.sql", DROP_TABLES)
        .file("shop/000002_function.up.sql", FUNCTION + TRIGGER)
        .file("shop/000002_function.down.sql", DROP_FUNCTION)
        .file("shop/20240101120000_index.up.sql", INDEX)
        .file("shop/20240101120000_index.down.sql", DROP_INDEX);
    databases.golangMigrate(db.resolve("shop"));
    assertAdopted(db, "schema_migrations (golang-migrate)");
  }

  @Test
  void golang_migrate_whose_own_table_a_script_changes() {
    Importing files =
        new Importing("golang-migrate", folder)
            .file("000001_tables.up.sql", TABLES)
            .file("000001_tables.down.sql", DROP_TABLES)
            .file("000002_note.up.sql", "ALTER TABLE schema_migrations ADD COLUMN note int;")
            .file("000002_note.down.sql", "ALTER TABLE schema_migrations DROP COLUMN note;");
    databases.golangMigrate(files.source());
    files.run();
    assertAdopted(files.db(), "schema_migrations (golang-migrate)");
  }

  @Test
  void goose_which_has_gone_back_once() {
    Importing files = ShopStatements.goose(folder);
    for (String command : List.of("up", "down", "up")) {
      databases.goose(files.source(), command);
    }
    files.run();
    assertAdopted(files.db(), "goose_db_version (goose)");
  }

  @Test
  void dbmate() {
    Importing files =
        ShopStatements.dbmate(folder, "20240101120000_tables.sql", "20240103120000_index.sql");
    databases.dbmate(files.source());
    files.run();
    assertAdopted(files.db(), "schema_migrations (dbmate)");
  }

  @Test
  void sql_migrate_which_has_gone_back_once() {
    Importing files = ShopStatements.sqlMigrate(folder);
    for (String command : List.of("up", "down", "up")) {
      databases.sqlMigrate(files.source(), command);
    }
    files.run();
    assertAdopted(files.db(), "gorp_migrations (sql-migrate)");
  }

  @Test
  void prisma() {
    Importing files = new Importing("prisma", folder);
    PrismaProject.in(files).deploy(databases.url());
    files.run();
    assertAdopted(files.db(), "_prisma_migrations (Prisma)");
  }

  @Test
  void sqlx() {
    Importing files = ShopStatements.sqlx(folder);
    databases.sqlx(files.source());
    files.run();
    assertAdopted(files.db(), "_sqlx_migrations (sqlx)");
  }

  @Test
  void diesel() {
    Importing files = ShopStatements.diesel(folder);
    databases.diesel(files.source());
    files.run();
    assertAdopted(files.db(), "__diesel_schema_migrations (Diesel)");
  }

  @Test
  void diesel_whose_versions_are_sorted_as_texts() {
    Importing files =
        new Importing("diesel", folder)
            .file("10_tables/up.sql", TABLES)
            .file("10_tables/down.sql", DROP_TABLES)
            .file("9_function/up.sql", FUNCTION + TRIGGER)
            .file("9_function/down.sql", DROP_FUNCTION)
            .file("last/up.sql", INDEX.replace("concurrently ", ""))
            .file("last/down.sql", DROP_INDEX.replace("concurrently ", ""));
    databases.diesel(files.source());
    files.run();
    assertAdopted(files.db(), "__diesel_schema_migrations (Diesel)");
  }

  @Test
  void liquibase() throws Exception {
    Importing files =
        new Importing("liquibase-sql", folder)
            .file(
                "changelog.sql",
                "--liquibase formatted sql\n\n--changeset ann:tables\n"
                    + TABLES
                    + "--rollback drop table purchase;\n--rollback drop table customer;\n"
                    + "--changeset ann:index runInTransaction:false\n"
                    + INDEX
                    + "--rollback "
                    + DROP_INDEX);
    LiquibaseUpdate.run("changelog.sql", files.source(), databases.tools());
    files.run();
    assertAdopted(files.db(), "databasechangelog (Liquibase)");
  }

  @Test
  void django() throws Exception {
    DjangoProject project = databases.django(folder);
    project.manage("migrate");
    Importing files = project.printed(folder);
    files.run();
    assertAdopted(files.db(), "django_migrations (Django)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrate",
        "migrate, squashmigrations, migrate",
        "squashmigrations, migrate",
        "squashmigrations, migrate, prune",
        "migrate, squashmigrations",
      })
  void djangos_two_heads_and_squashed_migrations(String commands) throws Exception {
    DjangoProject project = databases.django(folder).withTwoHeads();
    for (String command : commands.split(", ", -1)) {
      switch (command) {
        case "migrate" -> project.manage("migrate");
        case "squashmigrations" ->
            project.manage("squashmigrations", "shop", "0002", "--noinput", "--no-color");
        default ->
            databases
                .tools()
                .jdbc()
                .sql("delete from django_migrations where name in ('0001_initial', '0002_note')")
                .update();
      }
    }
    Importing files = project.printed(folder);
    assertThat(files.notes()).noneMatch(note -> note.startsWith("!"));
    assertThat(files.written())
        .containsKeys("V0004__amount.sql", "V0004.1__price.sql", "V0005__merge.sql")
        .hasSize(commands.contains("squash") ? 10 : 12);
    assertAdopted(files.db(), "django_migrations (Django)");
  }

  @Test
  void dbmate_whose_files_are_sorted_by_name() {
    Importing files = ShopStatements.dbmate(folder, "10_tables.sql", "9_index.sql");
    databases.dbmate(files.source());
    files.run();
    assertAdopted(files.db(), "schema_migrations (dbmate)");
  }
}
