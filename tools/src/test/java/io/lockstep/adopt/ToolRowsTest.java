package io.lockstep.adopt;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that have names: they are found in the names that import has given to files. */
class ToolRowsTest {
  private static final String LIQUIBASE =
      "databasechangelog (id text, author text, filename text, exectype text)|";
  private static final String ALEMBIC = "alembic_version (version_num varchar(32))|";
  private static final String RAILS = "schema_migrations (version varchar primary key)|";
  private static final String TYPEORM =
      "migrations (id serial, \"timestamp\" bigint, name varchar)|";
  private static final String SQITCH =
      "sqitch.changes (change_id text, script_hash text, change text, project text, planned_at timestamptz)|";
  private static final String HASURA =
      "hdb_catalog.hdb_version (hasura_uuid uuid, version text, cli_state jsonb, console_state jsonb)|";
  private static final String HASURAS_TABLE =
      "hdb_catalog.schema_migrations (version bigint, dirty boolean)|";
  private static final String ATLAS =
      "atlas_schema_revisions (version varchar, description varchar, applied bigint, total bigint, executed_at timestamptz, hash varchar)|";

  private static final String YOYO =
      "_yoyo_migration (migration_hash varchar(64) primary key, migration_id varchar(255), applied_at_utc timestamp)|";
  private static final String DB_MIGRATE =
      "migrations (id serial, name varchar(255) not null, run_on timestamp not null)|";
  private static final String NODE =
      "pgmigrations (id serial, name varchar(255) not null, run_on timestamp not null)|";
  private static final String GRAPHILE =
      "graphile_migrate.migrations (hash text, previous_hash text, filename text, date timestamptz)|";
  private static final String DRIZZLE =
      "drizzle.__drizzle_migrations (id serial, hash text not null, created_at bigint)|";
  private static final String ORY =
      "schema_migration (version varchar(48) not null, version_self int not null default 0)|";

  private static final String REVISIONS = "V0001__0f3c9a1b2d4e_a V0002__1a2b3c4d5e6f_b";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  private void sql(String sql) {
    database.jdbc().sql(sql).update();
  }

  /** Files that make nothing that counts, and a tool's table. */
  private Shop given(String table, String rows, String files) {
    Shop shop = new Shop(database, db);
    for (String file : files.split(" ", -1)) {
      shop.files().file("shop/" + file + ".sql", "select 1;");
    }
    if (table.matches("\\w+\\..*")) {
      sql("create schema " + table.replaceFirst("\\..*", ""));
    }
    if (table.equals(RAILS.replace("|", ""))) {
      sql("create table ar_internal_metadata (key varchar primary key, value varchar)");
    }
    sql("create table " + table);
    if (!rows.isEmpty()) {
      sql("insert into " + table.replaceFirst(" .*", "") + " values " + rows);
    }
    return shop;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // the same identifier of two authors, of two files, of a file of plain SQL
        LIQUIBASE
            + "('1', 'ann', 'a.sql', 'EXECUTED'), ('1', 'bob', 'a.sql', 'RERAN')|V0001__1_ann V0002__1_bob|2",
        LIQUIBASE
            + "('raw', 'includeAll', 'db/b c.sql', 'EXECUTED'), ('x y', 'bob', 'a.sql', 'MARK_RAN')|V0001__b_c V0002__x_y|2",
        LIQUIBASE + "('7', 'ann', 'a.sql', 'EXECUTED')|V7__ann V8__ann|7",
        LIQUIBASE + "('1', 'ann', 'a.sql', 'EXECUTED')|V0001__ann V0002__bob|1",
        LIQUIBASE
            + "('1', 'ann', 'a.sql', 'EXECUTED'), ('2', 'ann', 'b.sql', 'EXECUTED')|V1__by_hand V2__too|2",
        ALEMBIC + "('1a2b3c4d5e6f')|" + REVISIONS + "|2",
        ALEMBIC + "('0f3c9a1b2d4e'), ('1a2b3c4d5e6f')|" + REVISIONS + "|2",
        ALEMBIC + "('0f3c9a1b2d4e')|" + REVISIONS + "|1",
        ALEMBIC + "('0f3c9a1b2d4e')|V1__by_hand|1",
        RAILS
            + "('20240101'), ('20240102'), ('20240103')|V20240102__structure V20240103__c|20240103",
        TYPEORM
            + "(1, 1620138136207, 'A1620138136207')|V1620138136207__A V1620138136300__B|1620138136207",
        TYPEORM
            + "(1, 1620138136207, 'A1620138136207')|V0001__1620138136207_A V0002__1620138136207_B|1",
        SQITCH
            + "('1', '', 'a/b', 'x', now()), ('2', '', 'c', 'x', now()), ('3', '', 'a/b', 'x', now())|V0001__a_b V0002__c V0003__a_b|3",
        SQITCH + "('1', '', 'a', 'x', now()), ('2', '', 'c', 'shop', now())|V0001__c V0002__d|1",
        SQITCH
            + "('1', '', 'a', 'x', now()), ('2', '', 'c', 'y', now()), ('3', '', 'd', 'y', now())|V0001__c V0002__d|2",
        HASURA
            + "(null, '48', '{\"migrations\": {\"default\": {\"1\": false, \"2\": false}}}', '{}')|V1__a V2__b|2",
        HASURA
            + "(null, '48', '{\"migrations\": {\"default\": {\"9\": true}, \"shop\": {\"1\": false}}}', '{}')|V1__a V2__b|1",
        HASURAS_TABLE + "(1, false), (2, false)|V1__a V2__b|2",
        ATLAS + "('1', '', 2, 2, now(), '')|V1__a V2__b|1",
        YOYO + "('x', '0001.a', now()), ('y', '0002.b', now())|V0001__a V0002__b V0003__c|2",
        YOYO + "('x', '20260101_01_aBc-a', now())|V20260101__01_aBc-a V20260101.1__02_x-b|20260101",
        DB_MIGRATE + "(1, '/20260101-a', now())|V20260101__a V20260102__b|20260101",
        DB_MIGRATE
            + "(1, '/20260101-a', now()), (2, 'x/20260102-b', now())|V20260101__a V20260102__b|20260102",
        NODE + "(1, '1700_add-a', now())|V1700__add-a V1701__b|1700",
        GRAPHILE
            + "('x', null, '000001.sql', now()), ('y', 'x', '000002-b.sql', now())|V000001__migration V000002__b|2",
        DRIZZLE + "(1, 'x', 5), (2, 'y', 6)|V0000__a V0001__b V0002__c|1",
        // a database that was begun before Ory's versions had 20 digits has both
        ORY
            + "('20260101000001', 0), ('20260101000001000000', 0), ('20260101000001000001', 0)|V20260101000001000000__a V20260101000001000001__b|20260101000001000001",
      })
  void what_the_rows_say_is_adopted(String table, String rows, String files, String version) {
    assertThat(given(table, rows, files).adopt("shop " + version).lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        LIQUIBASE
            + "('1', 'bob', 'a.sql', 'EXECUTED')|V0001__1_ann V0002__1_bob|1|has not applied 0001",
        LIQUIBASE
            + "('1', 'ann', 'a.sql', 'EXECUTED'), ('9', 'ann', 'a.sql', 'EXECUTED')|V0001__1_ann V0002__1_bob|1|has applied 9::ann, too",
        LIQUIBASE
            + "('1', 'ann', 'a.sql', 'EXECUTED'), ('1', 'bob', 'a.sql', 'FAILED')|V0001__1_ann V0002__1_bob|2|has not applied 0002",
        ALEMBIC + "('1a2b3c4d5e6f')|" + REVISIONS + "|1|has applied 0002, too",
        ALEMBIC + "('0f3c9a1b2d4e')|" + REVISIONS + "|2|has not applied 0002",
        ALEMBIC + "('ffffffffffff')|" + REVISIONS + "|2|has not applied 0001",
        ALEMBIC + "``|" + REVISIONS + "|2|has applied nothing of shop",
        RAILS + "('20240101')|V20240102__structure|20240102|has not applied 20240102",
        TYPEORM
            + "(1, 1620138136207, 'A1620138136207')|V1620138136207__A V1620138136300__B|1620138136300|has not applied 1620138136300",
        SQITCH
            + "('1', '', 'a', 'x', now())|V0001__a V0002__c V0003__a|3|has not applied 0002, 0003",
        SQITCH
            + "('1', '', 'a', 'x', now()), ('2', '', 'c', 'y', now())|V0001__c V0002__d|2|has not applied 0002",
        HASURA
            + "(null, '48', '{\"migrations\": {\"default\": {\"1\": false, \"2\": true}}}', '{}')|V1__a V2__b|2|is dirty at 2",
        HASURA
            + "(null, '48', '{\"migrations\": {\"default\": {\"1\": false}}}', '{}')|V1__a V2__b|2|has not applied 2",
        HASURAS_TABLE + "(1, false), (2, true)|V1__a V2__b|2|is dirty at 2",
        ATLAS
            + "('1', '', 2, 2, now(), ''), ('2', '', 1, 2, now(), '')|V1__a V2__b|2|is dirty at 2",
        YOYO + "('x', '0001.a', now())|V0001__a V0002__b|2|has not applied 0002",
        YOYO + "('x', '0001.a', now()), ('y', '0009.z', now())|V0001__a|1|has applied 0009.z, too",
        DB_MIGRATE
            + "(1, '/20260101-a', now())|V20260101__a V20260102__b|20260102|has not applied 20260102",
        NODE + "(1, '1700_a', now())|V1700__a V1701__b|1701|has not applied 1701",
        GRAPHILE
            + "('x', null, '000001.sql', now())|V000001__migration V000002__b|2|has not applied 000002",
        DRIZZLE
            + "(1, 'x', 5)|V0000__a V0001__b|1|has applied 1 migration, while up to 0001 there are 2",
        ORY
            + "('20260101000001', 0)|V20260101000001000000__a|20260101000001000000|has not applied 20260101000001000000",
      })
  void what_is_missing_more_or_failed_is_refused(
      String table, String rows, String files, String version, String said) {
    Shop shop = given(table, rows, files);
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop " + version)).text())
        .contains(said, "--force");
    assertThat(shop.isUntouched()).isTrue();
  }

  @Test
  void hasura_that_only_serves_a_database_is_no_tool_that_has_migrated_it() {
    Shop shop = given(HASURA.replace("|", ""), "(null, '48', '{\"settings\": {}}', '{}')", "V1__a");
    database.lockstep(db).migrate(targets("shop latest"));
    assertThat(shop.history()).hasSize(1);
  }

  @Test
  void a_schema_that_is_a_tools_own_is_no_difference() {
    Shop shop = given(SQITCH.replace("|", ""), "('1', '', 'a', 'x', now())", "V0001__a");
    sql("create table sqitch.projects (project text)");
    assertThat(shop.adopt("shop 1").summary()).endsWith("from changes (Sqitch)");
  }
}
