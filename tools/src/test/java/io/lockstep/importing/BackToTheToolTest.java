package io.lockstep.importing;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.adopt.Adopting;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the pages in docs/from say about the way back: a database is adopted, Lockstep applies one
 * more migration, and then the real tool goes on: it has nothing to apply, and takes that one back.
 */
class BackToTheToolTest {
  private static final String NOTE = "alter table customer add note text;\n";
  private static final String DROP_NOTE = "alter table customer drop note;\n";

  @TempDir Path folder;

  private final SameSchema databases = SameSchema.create();

  private void adoptAndAdd(Importing files, String version) {
    files.run();
    Adopting.PLAIN.run(databases.tools(), files.db(), "shop latest");
    new MigrationFolder(files.db())
        .file("shop/V" + version + "__note.sql", NOTE)
        .file("shop/U" + version + "__note.sql", DROP_NOTE);
    databases.tools().lockstep(files.db()).migrate(targets("shop latest"));
    assertThat(hasNote()).isTrue();
  }

  private boolean hasNote() {
    return databases.tools().fingerprint().contains("column customer.note");
  }

  @Test
  void golang_migrate_is_told_with_force() {
    Importing files =
        new Importing("golang-migrate", folder)
            .file("000001_tables.up.sql", ShopStatements.TABLES)
            .file("000001_tables.down.sql", ShopStatements.DROP_TABLES);
    databases.golangMigrate(files.source());
    adoptAndAdd(files, "2");
    files.file("000002_note.up.sql", NOTE).file("000002_note.down.sql", DROP_NOTE);
    databases.golangMigrate(files.source(), "force 2");
    databases.golangMigrate(files.source(), "up");
    databases.golangMigrate(files.source(), "down 1");
    assertThat(hasNote()).isFalse();
  }

  @Test
  void goose_gets_a_row() {
    Importing files = ShopStatements.goose(folder);
    databases.goose(files.source(), "up");
    adoptAndAdd(files, "20240102120000");
    files.file("20240102120000_note.sql", "-- +goose Up\n" + NOTE + "-- +goose Down\n" + DROP_NOTE);
    databases
        .tools()
        .jdbc()
        .sql("INSERT INTO goose_db_version (version_id, is_applied) VALUES (20240102120000, true)")
        .update();
    databases.goose(files.source(), "up");
    databases.goose(files.source(), "down");
    assertThat(hasNote()).isFalse();
  }

  @Test
  void dbmate_gets_a_row() {
    Importing files =
        ShopStatements.dbmate(folder, "20240101120000_tables.sql", "20240103120000_index.sql");
    databases.dbmate(files.source());
    adoptAndAdd(files, "20240104120000");
    files.file(
        "20240104120000_note.sql", "-- migrate:up\n" + NOTE + "-- migrate:down\n" + DROP_NOTE);
    databases
        .tools()
        .jdbc()
        .sql("INSERT INTO schema_migrations (version) VALUES ('20240104120000')")
        .update();
    databases.dbmate(files.source(), "migrate");
    databases.dbmate(files.source(), "rollback");
    assertThat(hasNote()).isFalse();
  }

  @Test
  void django_is_told_with_fake() throws Exception {
    DjangoProject project = databases.django(folder);
    project.manage("migrate", "shop", "0002");
    Importing files = project.printed(folder);
    files.run();
    Adopting.PLAIN.run(databases.tools(), files.db(), "shop 2");
    databases.tools().lockstep(files.db()).migrate(targets("shop latest"));
    assertThat(databases.tools().fingerprint()).contains("INDEX purchase_note ");
    project.manage("migrate", "shop", "--fake");
    assertThat(project.manage("migrate", "shop")).contains("No migrations to apply");
    project.manage("migrate", "shop", "0002");
    assertThat(databases.tools().fingerprint()).doesNotContain("INDEX purchase_note ");
  }
}
