package io.lockstep.plan;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import io.lockstep.schema.Relations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An app's first migration where another tool has brought the database somewhere. */
class FromZeroBesideToolTest extends ShopAndStock {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schema_migrations|version bigint, dirty bool|(1, false)|(golang-migrate) is at 1|shop 1",
        "schema_migrations|version bigint, dirty bool|(2, true)|(golang-migrate) is dirty at 2|shop 2",
        "schema_migrations|version bigint, dirty bool|(7, false)|(golang-migrate) is at 7|shop VERSION",
        "schema_migrations|version text|('1'), ('2')|(dbmate) has applied 1, 2|shop 2",
        "schema_migrations|version bigint, inserted_at timestamp|(1, now())|(Ecto) has applied 1|shop 1",
        "goose_db_version|id int, version_id bigint, is_applied bool|(1, 0, true), (2, 1, true)|(goose) has applied 1|shop 1",
        "databasechangelog|id text, author text, filename text, exectype text|('a', 'b', 'c', 'EXECUTED')|(Liquibase) has applied 1 changesets|shop 1",
        "django_migrations|id int, app text, name text, applied timestamptz|(1, 'shop', '0001_orders', now())|(Django) has applied 0001|shop 1",
        "alembic_version|version_num text|('ae1027a6acf')|(Alembic) is at ae1027a6acf|shop VERSION",
        "_prisma_migrations|checksum text, finished_at timestamptz, migration_name text, rolled_back_at timestamptz|('', now(), 'a', null)|(Prisma) has applied a|shop VERSION",
        "_prisma_migrations|checksum text, finished_at timestamptz, migration_name text, rolled_back_at timestamptz|('', now(), '0001_orders', null), ('', null, '0002_total', now())|(Prisma) has applied 1|shop 1",
        "_prisma_migrations|checksum text, finished_at timestamptz, migration_name text, rolled_back_at timestamptz|('', null, '0001_orders', null)|(Prisma) is dirty at 0001_orders|shop VERSION",
        "_sqlx_migrations|version bigint, description text, success bool, checksum bytea|(1, '', true, '')|(sqlx) has applied 1|shop 1",
        "_sqlx_migrations|version bigint, description text, success bool, checksum bytea|(1, '', true, ''), (2, '', false, '')|(sqlx) is dirty at 2|shop VERSION",
        "__diesel_schema_migrations|version text, run_on timestamp|('1', now())|(Diesel) has applied 1|shop 1",
        "gorp_migrations|id text, applied_at timestamptz|('1-orders.sql', now())|(sql-migrate) has applied 1|shop 1",
        "knex_migrations|id int, name text, batch int, migration_time timestamptz|(1, '', 1, now())|(Knex) has applied 1 migration|shop VERSION",
        "migrations|id int, \"timestamp\" bigint, name text|(1, 1, '')|(TypeORM) has applied 1 migration|shop VERSION",
        "migrations|id int, migration text, batch int|(1, '', 1)|(Laravel) has applied 1 migration|shop VERSION",
      })
  void a_database_that_another_tool_has_brought_somewhere_is_adopted_first(
      String table, String columns, String rows, String said, String adopt) {
    sql(
        "create table orders (id int)",
        "insert into orders values (1), (2)",
        "create table " + table + " (" + columns + ")",
        "insert into " + table + " values " + rows);
    assertThat(refusal("shop latest"))
        .contains("app shop has no history here, but " + table + " " + said)
        .contains("./lockstep adopt " + adopt + " ")
        .contains("--from-zero shop ");
    assertThat(database.jdbc().sql("select count(*) from orders").query(Integer.class).single())
        .isEqualTo(2);
  }

  @Test
  void flyways_own_table_is_read_where_no_app_names_it() {
    sql(
        "create table flyway_schema_history (installed_rank int, version text, description text, type text,"
            + " script text, checksum int, installed_by text, installed_on timestamp default now(),"
            + " execution_time int, success bool)",
        "insert into flyway_schema_history values (1, '1', 'orders', 'SQL', 'V1__orders.sql', 0, 'me', now(), 1, true)");
    assertThat(refusal("shop latest"))
        .contains("flyway_schema_history (Flyway) has applied 1", "./lockstep adopt shop 1 ");
  }

  @Test
  void a_tools_table_in_a_schema_of_its_own_is_found() {
    sql(
        "create schema sqitch",
        "create table sqitch.changes (change_id text, script_hash text, change text, project text, planned_at timestamptz)",
        "insert into sqitch.changes values ('', '', '', '', now())");
    assertThat(refusal("shop latest")).contains("sqitch.changes (Sqitch) has applied 1 migration");
  }

  @Test
  void a_tools_table_that_cant_be_read_says_no_version() {
    sql("create table goose_db_version (id int, version_id text, is_applied int)");
    assertThat(refusal("shop latest"))
        .contains("goose_db_version (goose) is there, of another tool")
        .contains("./lockstep adopt shop VERSION ");
  }

  @Test
  void a_tools_table_is_asked_beside_other_apps_too() {
    run("shop latest");
    sql(
        "create table schema_migrations (version bigint, dirty bool)",
        "insert into schema_migrations values (1, false)");
    run("shop 1");
    assertThat(refusal("stock latest")).contains("is at 1", "./lockstep adopt stock 1 ");
  }

  @Test
  void a_table_that_a_tool_has_made_in_public_is_met_from_another_schema_by_its_name_alone() {
    TestDatabase other = TestDatabase.create("service");
    for (String statement :
        List.of(
            "create table public.orders (id int)",
            "create table public.goose_db_version (id int, version_id bigint, is_applied bool)")) {
      other.jdbc().sql(statement).update();
    }
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> other.lockstep(folder).migrate(targets("stock latest", "shop latest")))
                .text())
        .contains("public.goose_db_version (goose) is there", "names public.orders\n")
        .contains("POSTGRES_SCHEMA=public", "--from-zero shop ");
    other.lockstep(folder).migrate(targets("stock latest"));
    assertThat(Relations.exists(other.jdbc(), "public.orders")).isTrue();
    other.lockstep(folder).migrate(with(fromZero("shop"), "shop latest"));
  }
}
