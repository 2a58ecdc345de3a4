package io.lockstep.importing;

import static io.lockstep.importing.ShopStatements.DROP_INDEX;
import static io.lockstep.importing.ShopStatements.DROP_TABLES;
import static io.lockstep.importing.ShopStatements.FUNCTION;
import static io.lockstep.importing.ShopStatements.INDEX;
import static io.lockstep.importing.ShopStatements.TABLES;
import static io.lockstep.importing.ShopStatements.TRIGGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master changelog, and what update-sql prints, compared with the real Liquibase. */
class ImportedFromLiquibaseTest {
  @TempDir Path folder;

  private final SameSchema databases = SameSchema.create();

  private void assertSameAndAdopted(Importing files) throws Exception {
    databases.assertThatLockstepAdopts(files.db(), "databasechangelog (Liquibase)");
    databases.assertThatLockstepMakes(
        files.db(), List.of("databasechangelog", "databasechangeloglock"));
  }

  private Importing liquibase() {
    return new Importing("liquibase", folder)
        .file(
            "db/changelog-master.xml",
            """
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
              <include file="changes.yaml" relativeToChangelogFile="true"/>
              <includeAll path="db/later"/>
            </databaseChangeLog>
            """)
        .file(
            "db/changes.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 1
                  author: ann
                  changes:
                    - sqlFile: {path: sql/tables.sql, relativeToChangelogFile: true}
                    - tagDatabase: {tag: v1}
                  rollback:
                    - sqlFile: {path: db/sql/drop.sql}
              - changeSet:
                  id: 1
                  author: bob
                  changes:
                    - sqlFile: {path: db/sql/function.sql, splitStatements: false}
                  rollback: drop trigger customer_name on customer; drop function customer_name();
            """)
        .file("db/sql/tables.sql", TABLES)
        .file("db/sql/drop.sql", DROP_TABLES)
        .file("db/sql/function.sql", FUNCTION + TRIGGER)
        .file("db/later/2_view.sql", "create view names as select name from customer;\n")
        .file(
            "db/later/3_index.sql",
            "--liquibase formatted sql\n--changeset ann:index runInTransaction:false\n"
                + INDEX
                + "--rollback "
                + DROP_INDEX);
  }

  @Test
  void liquibases_master() throws Exception {
    Importing files = liquibase();
    LiquibaseUpdate.run("db/changelog-master.xml", files.source(), databases.tools());
    files.run();
    new MigrationFolder(files.db()).file("shop/U0003__2_view.sql", "drop view names;\n");
    assertSameAndAdopted(files);
  }

  @Test
  void liquibases_changes_that_are_no_sql_by_what_update_sql_prints() throws Exception {
    Path changelogs = folder.resolve("changelogs");
    new MigrationFolder(changelogs)
        .file(
            "changelog.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: tables
                  author: ann
                  changes:
                    - createTable:
                        tableName: purchase
                        columns:
                          - column: {name: id, type: bigint, autoIncrement: true, constraints: {primaryKey: true}}
                          - column: {name: note, type: text, defaultValue: "it's; --"}
              - changeSet:
                  id: index
                  author: ann
                  changes:
                    - createIndex: {tableName: purchase, indexName: note_idx, columns: [{column: {name: note}}]}
            """);
    LiquibaseUpdate.run("changelog.yaml", changelogs, databases.tools());
    TestDatabase empty = TestDatabase.create();
    Importing files =
        new Importing("liquibase", folder)
            .file("update.sql", LiquibaseUpdate.updateSql("changelog.yaml", changelogs, empty))
            .file(
                "rollback.sql",
                LiquibaseUpdate.futureRollbackSql("changelog.yaml", changelogs, empty));
    assertThat(files.run().problem()).isEmpty();
    assertSameAndAdopted(files);
    assertThat(files.written())
        .containsOnlyKeys(
            "V0001__tables.sql", "U0001__tables.sql", "V0002__index.sql", "U0002__index.sql");
  }
}
