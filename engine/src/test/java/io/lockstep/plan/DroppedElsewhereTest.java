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
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in schemas that scripts name themselves is not run over by an app that begins. */
class DroppedElsewhereTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path folder;

  @BeforeEach
  void ordersOfAnother() {
    sql("create schema app");
    sql("create table app.orders (id int)");
    sql("insert into app.orders values (1)");
  }

  private void sql(String statement) {
    database.jdbc().sql(statement).update();
  }

  private void golangMigrateIn(String schema) {
    sql("create schema if not exists " + schema);
    sql("create table " + schema + ".schema_migrations (version bigint, dirty bool)");
    sql("insert into " + schema + ".schema_migrations values (1, false)");
  }

  private void script(String text) {
    new MigrationFolder(folder).file("shop/V1__a.sql", text);
  }

  private void run() {
    database.lockstep(folder).migrate(targets("shop latest"));
  }

  private String refusal() {
    String said = problem(ExitCode.REFUSED, this::run).text();
    assertThat(database.jdbc().sql("select count(*) from app.orders").query(Long.class).single())
        .isOne();
    return said;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table if exists app.orders;\ncreate table app.orders (id int);",
        "DROP TABLE IF EXISTS items, \"app\".\"orders\" CASCADE;",
        "set search_path = app, public;\ndrop table orders;",
        "SET LOCAL search_path TO 'app';\ndrop table orders;",
        "select pg_catalog.set_config('search_path', 'app', false);\ndrop table orders;",
        "set search_path to public;\ndrop table if exists orders;\nreset search_path;\ndrop table app.orders;",
      })
  void a_script_that_drops_a_table_there_is_refused(String script) {
    script(script);
    assertThat(refusal())
        .contains("V1__a.sql drops app.orders, which is there before it begins")
        .contains("./lockstep adopt shop VERSION", "--from-zero shop ");
    database.lockstep(folder).migrate(with(fromZero("shop"), "shop latest"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop schema if exists app cascade;\ncreate schema app;",
        "DROP SCHEMA other, \"app\" CASCADE;",
      })
  void a_script_that_drops_a_schema_with_a_table_is_refused(String script) {
    script(script);
    sql("create schema other");
    assertThat(refusal()).contains("V1__a.sql drops app.orders, which is there before it begins");
    database.lockstep(folder).migrate(with(fromZero("shop"), "shop latest"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table app.paid (id int);\ndrop table app.paid;",
        "create table if not exists app.orders (id int);",
        "drop view if exists app.totals;\ncreate view app.totals as select id from app.orders;",
        "create table orders (id int);\ndrop table orders;",
        "set search_path = app;\nreset search_path;\ndrop table if exists orders;",
        "create schema s;\ncreate table s.orders (id int);\ndrop schema s cascade;",
        "drop schema if exists empty;",
      })
  void a_script_that_drops_nothing_of_others_is_not(String script) {
    sql("create view app.totals as select 1 as id");
    sql("create schema empty");
    script(script);
    run();
    assertThat(Relations.exists(database.jdbc(), "app.orders")).isTrue();
  }

  @Test
  void a_script_that_makes_what_another_tool_has_made_there_is_refused_with_its_version() {
    golangMigrateIn("app");
    script("create table if not exists app.orders (id int);\ninsert into app.orders values (1);");
    assertThat(refusal())
        .contains("but app.schema_migrations (golang-migrate) is at 1")
        .contains("./lockstep adopt shop 1 takes over", "--from-zero shop ");
    database.lockstep(folder).migrate(with(fromZero("shop"), "shop latest"));
  }

  @Test
  void what_a_tool_has_made_elsewhere_is_not_that_apps() {
    golangMigrateIn("meta");
    script("create table app.paid (id int);\ncreate table if not exists app.orders (id int);");
    run();
  }

  @Test
  void an_app_whose_first_step_has_failed_may_drop_what_was_put_right_by_hand() {
    script("create table app.paid (id int);\nselect 1 / 0;");
    problem(ExitCode.MIGRATION_FAILED, this::run);
    script("drop table app.orders;");
    run();
  }

  private void lookUpIn(String path) {
    sql("alter database \"" + database.name() + "\" set search_path = " + path);
  }

  @Test
  void a_script_that_drops_what_the_search_path_of_the_database_finds_is_refused() {
    lookUpIn("\"$user\", app, public");
    script("drop table if exists orders;\ncreate table orders (id int);");
    assertThat(refusal())
        .contains("V1__a.sql drops app.orders\n", "set POSTGRES_SCHEMA=app,", "--from-zero shop ");
    database.lockstep(folder).migrate(with(fromZero("shop"), "shop latest"));
  }

  @Test
  void a_tools_table_on_the_search_path_counts_if_a_script_names_what_is_beside_it() {
    lookUpIn("app");
    golangMigrateIn("app");
    script("create table orders (id int);");
    assertThat(refusal())
        .contains("app.schema_migrations (golang-migrate) is there, and ", "names app.orders\n")
        .contains("set POSTGRES_SCHEMA=app,");
    script("create table paid (id int);");
    run();
  }
}
