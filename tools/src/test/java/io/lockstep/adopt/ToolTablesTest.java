package io.lockstep.adopt;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another tool's table says is held against what was asked. */
class ToolTablesTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private Shop shop;

  @BeforeEach
  void files() {
    shop = Shop.on(database, db);
  }

  private void sql(String sql) {
    database.jdbc().sql(sql).update();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GOLANG_MIGRATE|update schema_migrations set version = 3, dirty = true|is dirty at 3",
        "GOLANG_MIGRATE|update schema_migrations set version = 1|is at 1",
        "GOLANG_MIGRATE|delete from schema_migrations|is at zero",
        "DBMATE|delete from schema_migrations where version = '0001'|has not applied 0001",
        "DBMATE|insert into schema_migrations values ('0003')|has applied 0003, too",
        "GOOSE|insert into goose_db_version values (4, 2, false)|has not applied 0002",
        "GOOSE|delete from goose_db_version where version_id = 2|has not applied 0002",
        "DJANGO|update django_migrations set app = 'polls'|has applied nothing of shop",
        "DJANGO|delete from django_migrations where id = 1|has not applied 0001",
        "LIQUIBASE|update databasechangelog set exectype = 'FAILED' where id = 'total'|has not applied 0002",
        "PRISMA|update _prisma_migrations set finished_at = null where migration_name = '0002_total'|is dirty at 0002_total",
        "PRISMA|update _prisma_migrations set rolled_back_at = now() where migration_name = '0001_orders'|has not applied 0001",
        "PRISMA|update _prisma_migrations set migration_name = '20240101120000_total' where migration_name = '0002_total'|has not applied 0002",
        "PRISMA|insert into _prisma_migrations (id, checksum, finished_at, migration_name) values ('', '', now(), '0003_customer'), ('2', '', now(), 'other')|has applied 0003, other, too",
        "SQLX|update _sqlx_migrations set success = false where version = 2|is dirty at 2",
        "SQLX|delete from _sqlx_migrations where version = 1|has not applied 0001",
        "DIESEL|insert into __diesel_schema_migrations values ('0003', now())|has applied 0003, too",
        "DIESEL|delete from __diesel_schema_migrations where version = '0001'|has not applied 0001",
        "SQL_MIGRATE|delete from gorp_migrations where id = '0002_total.sql'|has not applied 0002",
        "SQL_MIGRATE|insert into gorp_migrations values ('2_total.sql', now())|has applied 2_total, too",
      })
  void another_version_is_refused_and_by_force_taken(OtherTool tool, String change, String said) {
    tool.migrate(database);
    sql(change);
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 2")).text())
        .contains(tool.table() + " (", said, "--force");
    assertThat(shop.isUntouched()).isTrue();
    assertThat(shop.adoptByForce("shop 2").lines()).singleElement().asString().contains(said);
    assertThat(shop.runs().get(0)).contains(said);
  }

  @Test
  void of_several_tables_one_has_to_be_named() {
    OtherTool.DBMATE.migrate(database);
    sql("create table goose_db_version (id int, version_id bigint, is_applied bool)");
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 2")).text())
        .contains("goose_db_version (goose), schema_migrations (dbmate)", "--from TABLE");
    assertThat(shop.adoptFrom("schema_migrations", "shop 2").from())
        .contains("schema_migrations (dbmate)");
  }

  @Test
  void a_table_of_another_name_or_in_another_schema_can_be_named() {
    OtherTool.GOOSE.migrate(database);
    sql("alter table goose_db_version rename to versions");
    assertThat(shop.adopt("shop 2").differences()).contains("+ table versions");
    sql("create schema tools");
    sql("create table tools.done as select version_id, is_applied, id from versions");
    assertThat(shop.adoptFrom("tools.done", "shop 2").result()).hasToString("differs");
    assertThat(shop.adoptFrom("versions", "shop 2").from()).contains("versions (goose)");
  }

  @Test
  void what_is_no_tools_table_is_refused() {
    OtherTool.GOOSE.migrate(database);
    assertThat(problem(ExitCode.REFUSED, () -> shop.adoptFrom("orders", "shop 2")).text())
        .contains("orders has the columns id, placed, total");
    assertThat(problem(ExitCode.REFUSED, () -> shop.adoptFrom("nowhere", "shop 2")).text())
        .contains("there is no table nowhere in the schema public");
  }

  @Test
  void without_any_table_the_schema_alone_says_what_is_applied() {
    sql(Shop.ORDERS);
    assertThat(shop.adopt("shop 2").differences()).containsExactly("- column orders.total");
    AdoptionReport report = shop.adopt("shop 1");
    assertThat(report.result()).hasToString("adopted");
    assertThat(report.notes()).singleElement().asString().contains("no other tool's table");
    assertThat(shop.runs()).containsExactly("shop 1|zero|0001|done|0|1|adopted");
  }

  @ParameterizedTest
  @CsvSource({
    "'10 11 1 2', 4, ''",
    "'10 11', 2, ''",
    "'10 11 1', 2, 'has applied 0003, too'",
    "'10 1', 3, 'has not applied 0002'",
    "'10 11 1 2 3', 4, 'has applied 3, too'",
  })
  void dbmates_versions_are_found_in_the_names_that_import_has_given(
      String rows, String version, String said) {
    for (String name : List.of("V0001__10_a", "V0002__11_b", "V0003__1_c", "V0004__2_d")) {
      shop.files().file("numbered/" + name + ".sql", "select 1;");
    }
    sql("create table schema_migrations (version varchar(128) primary key)");
    for (String row : rows.split(" ", -1)) {
      sql("insert into schema_migrations values ('" + row + "')");
    }
    if (said.isEmpty()) {
      assertThat(shop.adopt("numbered " + version).result()).hasToString("adopted");
    } else {
      assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("numbered " + version)).text())
          .contains(said);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'0_init 2024_a 2024_b', 2024.1, ''",
    "'0_init 2024_a', 2024, ''",
    "'0_init 2024_b', 2024, 'has not applied 2024'",
    "'0_init 2024_b 2024_a last', 3000, ''",
    "'0_init 2024_b 2024_a last', 2024.1, 'has applied 3000, too'",
    "'0_init 2024_c', 0, 'has applied 2024_c, too'",
    "0_start, 0, ''",
  })
  void prismas_names_are_found_in_the_names_that_import_has_given(
      String rows, String version, String said) {
    for (String name : List.of("V0__init", "V2024__a", "V2024.1__b", "V3000__last")) {
      shop.files().file("named/" + name + ".sql", "select 1;");
    }
    OtherTool.PRISMA.migrate(database);
    sql("drop table orders");
    sql("delete from _prisma_migrations");
    for (String row : rows.split(" ", -1)) {
      sql(
          "insert into _prisma_migrations (id, checksum, finished_at, migration_name) values ('%1$s', '', now(), '%1$s')"
              .formatted(row));
    }
    if (said.isEmpty()) {
      assertThat(shop.adopt("named " + version).result()).hasToString("adopted");
    } else {
      assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("named " + version)).text())
          .contains(said);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schema_migrations (version text, note text)",
        "schema_migrations (version bigint)",
        "schema_migrations (version date)",
        "schema_migrations (version text, dirty text)",
        "schema_migrations (id bigint, applied timestamp, description text)",
        "schema_migrations (filename text)",
        "migrations (id uuid, timestamp timestamptz, name text)",
        "migrations (id int, name text, run_on timestamp)",
        "changes (change_id int, script_hash text, change text, project text, planned_at date)",
        "alembic_version (version_num int)",
        "django_migrations (app text, name text, applied boolean)",
        "gorp_migrations (id bigint, applied_at timestamptz)",
        "_sqlx_migrations (version text, description text, success bool, checksum bytea)",
        "_prisma_migrations (checksum text, finished_at timestamptz, migration_name text)",
        "__diesel_schema_migrations (version bigint, run_on timestamp)",
        "flyway_schema_history (installed_rank int, version int, success text)",
      })
  void a_table_of_a_tools_name_and_other_columns_is_the_users(String table) {
    sql("create table " + table);
    assertThat(
            problem(ExitCode.REFUSED, () -> database.lockstep(db).migrate(targets("shop 1")))
                .text())
        .contains("the schema has what no app of Lockstep's has made");
    shop.files().file("own/V1__a.sql", "create table " + table + ";");
    assertThat(shop.adopt("own 1").from()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schema_migrations (version bigint, dirty bool, data_version int)|golang-migrate",
        "schema_migrations (version varchar(128))|dbmate",
        "schema_migrations (version bigint, inserted_at timestamp(0))|Ecto",
        "schema_migrations (version text, statements text[], name text)|Supabase",
        "__diesel_schema_migrations (version varchar(50), run_on timestamptz)|Diesel",
        "gorp_migrations (id varchar(255), applied_at timestamptz)|sql-migrate",
        "\"__EFMigrationsHistory\" (migration_id varchar(150), product_version varchar(32))|Entity Framework",
        "migrations (migration varchar(255), batch int)|Laravel",
        "atlas_schema_revisions (version varchar, description varchar, type bigint, applied bigint, total bigint, executed_at timestamptz, hash varchar)|Atlas",
        "changes (change_id text, script_hash text, change text, project text, note text, planned_at timestamptz)|Sqitch",
      })
  void a_tools_table_is_known_by_its_columns(String table, String tool) {
    sql("create table " + table);
    assertThat(
            problem(ExitCode.REFUSED, () -> database.lockstep(db).migrate(targets("shop 1")))
                .text())
        .contains(table.replaceFirst(" .*", "").replace("\"", "") + " (" + tool + ") ");
  }

  @Test
  void a_users_table_in_another_schema_counts_and_a_tools_does_not() {
    sql("create schema mine");
    sql("create table mine.schema_migrations (version text, note text)");
    sql("create schema tool");
    sql("create table tool.schema_migrations (version bigint, dirty bool)");
    shop.files().file("own/V1__a.sql", "create schema mine; create schema tool;");
    assertThat(shop.adopt("own 1").lines())
        .contains("+ table mine.schema_migrations")
        .noneMatch(line -> line.contains("tool.schema_migrations"));
  }

  @Test
  void rails_is_known_by_its_second_table_which_is_no_difference() {
    sql("create table schema_migrations (version varchar primary key)");
    sql("insert into schema_migrations values ('1')");
    sql("create table ar_internal_metadata (key varchar primary key, value varchar)");
    sql(Shop.ORDERS);
    assertThat(shop.adopt("shop 1").summary())
        .startsWith("adopted: ")
        .endsWith("schema_migrations (Rails)");
  }

  @Test
  void a_schema_that_has_the_named_table_is_no_difference_but_what_else_is_in_it() {
    OtherTool.GOOSE.migrate(database);
    sql("create schema ops");
    sql("alter table goose_db_version set schema ops");
    sql("create table ops.other (id int)");
    assertThat(shop.adoptFrom("ops.goose_db_version", "shop 2").differences())
        .containsExactly("+ column ops.other.id", "+ table ops.other");
    sql("drop table ops.other");
    assertThat(shop.adoptFrom("ops.goose_db_version", "shop 2").result()).hasToString("adopted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ops.X.My \"M\"", "\"Ops.X\".\"My \"\"M\"\"\"", "Ops.X.\"My \"\"M\"\"\""})
  void a_table_is_named_as_it_is_or_in_quotes(String name) {
    OtherTool.GOLANG_MIGRATE.migrate(database);
    sql("create schema \"Ops.X\"");
    sql("alter table schema_migrations set schema \"Ops.X\"");
    sql("alter table \"Ops.X\".schema_migrations rename to \"My \"\"M\"\"\"");
    assertThat(shop.adoptFrom(name, "shop 2").from()).contains("My \"M\" (golang-migrate)");
  }

  @ParameterizedTest
  @CsvSource({
    "'(1, false), (2, false)', ",
    "'(2, false), (1, false)', ",
    "'(2, false), (3, true)', is dirty at 3",
    "'(3, true), (2, false)', is dirty at 3",
  })
  void of_several_rows_of_golang_migrates_a_dirty_one_counts_or_the_last(
      String rows, @Nullable String said) {
    OtherTool.GOLANG_MIGRATE.migrate(database);
    sql("truncate schema_migrations");
    sql("insert into schema_migrations values " + rows);
    if (said == null) {
      assertThat(shop.adopt("shop 2").result()).hasToString("adopted");
    } else {
      assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 2")).text()).contains(said);
    }
  }
}
