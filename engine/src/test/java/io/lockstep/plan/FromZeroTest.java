package io.lockstep.plan;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.schema.Relations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others have made is not run over by an app's first migration. */
class FromZeroTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path folder;
  private MigrationFolder files;

  @BeforeEach
  void apps() {
    files =
        new MigrationFolder(folder)
            .file(
                "shop/1_orders.up.sql",
                "drop table if exists orders;\ncreate table orders (id int);")
            .file("shop/1_orders.down.sql", "drop table orders;")
            .file("shop/2_paid.up.sql", "alter table orders add column paid bool;")
            .file("shop/2_paid.down.sql", "alter table orders drop column paid;")
            .file("stock/1_items.up.sql", "create table items (id int);")
            .file("stock/1_items.down.sql", "drop table items;");
  }

  private void sql(String... statements) {
    for (String statement : statements) {
      database.jdbc().sql(statement).update();
    }
  }

  private void run(String target) {
    database.lockstep(folder).migrate(targets(target));
  }

  /** The refusal of a run, which the plan says as well, and that nothing was run. */
  private String refusal(String target) {
    String before = database.fingerprint();
    String text = problem(ExitCode.REFUSED, () -> run(target)).text();
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(folder).plan(List.of(target), PlanOptions.STRICT))
                .text())
        .isEqualTo(text);
    assertThat(database.fingerprint()).isEqualTo(before);
    return text;
  }

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
        "_prisma_migrations|checksum text, finished_at timestamptz, migration_name text, rolled_back_at timestamptz|('', now(), 'a', null)|(Prisma) has applied 1 migration|shop VERSION",
        "_sqlx_migrations|version bigint, description text, success bool, checksum bytea|(1, '', true, '')|(sqlx) has applied 1|shop 1",
        "__diesel_schema_migrations|version text, run_on timestamp|('1', now())|(Diesel) has applied 1|shop 1",
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table customers (id int)",
        "create view orders as select 1 as id",
        "create materialized view orders as select 1 as id",
        "create sequence numbers",
        "create table parts (id int) partition by range (id)",
        "create schema far create table parts (id int) partition by range (id);"
            + " create table parts_1 partition of far.parts for values from (1) to (2)",
        "create table schema_migrations (id int, version text, note text)",
      })
  void a_schema_with_what_no_app_has_made_is_refused(String made) {
    sql(made);
    assertThat(refusal("shop latest"))
        .contains("the schema has what no app of Lockstep's has made: ")
        .contains("./lockstep adopt shop VERSION ", "--from-zero shop ");
  }

  @Test
  void of_many_objects_the_first_are_named() {
    sql(
        "create table a (id serial)",
        "create table b ()",
        "create table c ()",
        "create table d ()");
    assertThat(refusal("shop latest")).contains("made: table a, table b, table c and 1 more");
  }

  @Test
  void who_says_from_zero_of_an_app_means_that_one_alone() {
    sql("create table customers (id int)");
    assertThat(problem(ExitCode.REFUSED, () -> apply(fromZero("stock"), "shop latest")).text())
        .contains("table customers");
    apply(fromZero("shop"), "shop latest");
    run("shop 1");
    run("shop zero");
    run("shop latest");
    run("stock latest"); // what is there was taken as it is
  }

  private void apply(PlanOptions options, String target) {
    database.lockstep(folder).migrate(with(options, target));
  }

  @Test
  void several_apps_share_a_schema() {
    database.lockstep(folder).migrate(targets("shop latest", "stock latest"));
    files.file("third/V1__a.sql", "create table third (id int);");
    run("third latest");
    run("shop zero");
    files.file("fourth/V1__a.sql", "create table fourth (id int);");
    run("fourth latest");
  }

  @Test
  void beside_other_apps_only_what_the_last_run_has_not_left_is_others() {
    run("shop latest");
    sql("create table items (id int)");
    assertThat(refusal("stock latest")).contains("made: table items\n");
    run("shop 1");
    sql("drop table items");
    run("stock latest");
  }

  @Test
  void beside_other_apps_a_tools_table_is_asked_too() {
    run("shop latest");
    sql(
        "create table schema_migrations (version bigint, dirty bool)",
        "insert into schema_migrations values (1, false)");
    run("shop 1");
    assertThat(refusal("stock latest")).contains("is at 1", "./lockstep adopt stock 1 ");
  }

  @Test
  void what_a_tool_has_made_in_public_is_met_from_another_schema_by_its_name_alone() {
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

  @Test
  void partitions_made_at_run_time_are_their_tables() {
    files.file(
        "shop/3_parts.up.sql", "create table parts (id int primary key) partition by range (id);");
    run("shop latest");
    sql("create table parts_1 partition of parts for values from (1) to (2)");
    run("stock latest");
  }

  @Test
  void what_stock_flyway_has_applied_since_is_an_apps() {
    run("shop 1");
    sql(
        "create table more (id int)",
        "insert into shop_schema_history (installed_rank, version, description, type, script, installed_by, installed_on, execution_time, success)"
            + " values (9, '2', 'paid', 'SQL', '2_paid.up.sql', 'me', clock_timestamp() + interval '1 s', 1, true)");
    run("stock latest");
  }

  @Test
  void an_app_of_another_name_does_not_begin_on_top_of_itself() throws Exception {
    run("shop latest");
    sql("insert into orders values (1)");
    Files.move(folder.resolve("shop"), folder.resolve("store"));
    assertThat(refusal("store latest"))
        .contains("app shop, which is not on disk, has applied the same migrations")
        .contains("\"shop zero\"", "--from-zero store ");
    run("stock latest");
    database.lockstep(folder).migrate(targets("shop zero", "store latest"));
  }

  @Test
  void an_app_that_begins_like_one_of_another_catalog_is_not_that_one() throws Exception {
    for (String app : List.of("one", "two")) {
      files.file(app + "/V1__init.sql", "create extension if not exists pg_stat_statements;");
      files.file(app + "/V2__" + app + ".sql", "create table " + app + " (id int);");
    }
    run("one latest");
    Files.move(folder.resolve("one"), folder.resolveSibling(folder.getFileName() + "-one"));
    run("two latest");
  }

  @Test
  void an_app_that_nothing_is_left_of_may_begin_again() {
    run("shop latest");
    run("shop zero");
    sql("create table customers (id int)");
    run("shop latest");
  }

  @Test
  void a_first_run_that_failed_is_begun_again() {
    files.file("bad/V1__a.sql", "create table a (id int);\nselect 1/0;");
    problem(ExitCode.MIGRATION_FAILED, () -> run("bad latest"));
    files.file("bad/V1__a.sql", "create table a (id int);");
    run("bad latest");
    files.file(
        "worse/V1__a.sql", "-- lockstep: no-transaction\ncreate table b (id int);\nselect 1/0;");
    problem(ExitCode.MIGRATION_FAILED, () -> run("worse latest"));
    sql("drop table b");
    files.file("worse/V1__a.sql", "-- lockstep: no-transaction\ncreate table b (id int);");
    run("worse latest");
  }

  @Test
  void a_first_run_that_failed_is_begun_again_beside_what_was_made_to_mend_it() {
    files.file("bad/V1__a.sql", "create table a as select * from seed;");
    problem(ExitCode.MIGRATION_FAILED, () -> run("bad latest"));
    sql("create table seed (a int)");
    assertThat(refusal("shop latest")).contains("made: table seed\n");
    run("bad latest");
    run("stock latest");
  }

  @Test
  void what_init_scripts_prepare_is_no_data() {
    sql(
        "create extension if not exists pg_stat_statements",
        "create domain email as text check (value like '%@%')",
        "create type state as enum ('new', 'paid')",
        "create type pair as (a int, b int)",
        "create function one() returns int language sql as 'select 1'",
        "alter default privileges in schema public grant select on tables to pg_monitor",
        "grant usage on schema public to pg_monitor",
        "create schema other create table t (id int)");
    run("shop latest");
  }

  @Test
  void an_empty_history_table_of_its_own_is_none() {
    run("shop latest");
    sql("truncate shop_schema_history", "drop schema lockstep cascade");
    assertThat(refusal("shop latest")).contains("made: table orders\n");
  }

  @Test
  void where_the_target_is_zero_nothing_begins() {
    sql("create table orders (id int)");
    run("shop zero");
  }
}
