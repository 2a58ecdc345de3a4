package io.lockstep.plan;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others have made is not run over by an app's first migration. */
class FromZeroTest extends ShopAndStock {
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
  void the_first_of_many_objects_are_named() {
    sql(
        "create table a (id serial)",
        "create table b ()",
        "create table c ()",
        "create table d ()");
    assertThat(refusal("shop latest")).contains("made: table a, table b, table c and 1 more");
  }

  @Test
  void from_zero_of_an_app_means_that_app_alone() {
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
  void objects_that_init_scripts_prepare_are_no_data() {
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
  void a_target_of_zero_begins_nothing() {
    sql("create table orders (id int)");
    run("shop zero");
  }
}
