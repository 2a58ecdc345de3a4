package io.lockstep.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set of migrations with a fault of each kind, and good ones between them. */
class PlantedFaultsTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private MigrationFolder folder;

  @BeforeEach
  void faults() {
    folder = new MigrationFolder(db);
    tables();
    undoScripts();
    lints();
    applying();
    repeatables();
  }

  private void migration(String name, String apply, String undo) {
    folder.file("main/V" + name + ".sql", apply).file("main/U" + name + ".sql", undo);
  }

  private void tables() {
    migration(
        "01__tables",
        """
        create table parent (id int primary key, name varchar(20) default 'x', born date);
        create table child (id int primary key, parent int, note text, spare text);
        create table old (id int);
        create function twice(n int) returns int language sql as 'select 2 * n';
        create sequence counting;
        """,
        "drop table parent, child, old;\ndrop function twice;\ndrop sequence counting;\n");
  }

  private void undoScripts() {
    folder.file("main/V02__no_undo.sql", "create table no_undo (id int);\n");
    migration(
        "03__undo_fails",
        "create table undo_fails (id int);\n",
        "-- gone\n\ndrop table undo_fail;\n");
    migration(
        "04__leaves_a_table",
        "create table one (id int);\ncreate table two (id int);\n",
        "drop table one;\n");
    migration(
        "05__leaves_a_comment_and_a_grant",
        "comment on table parent is 'p';\ngrant select on parent to public;\n",
        "comment on table parent is null;\n");
    migration(
        "06__takes_too_much",
        "create index concurrently child_idx on child (note);\n",
        "drop index child_idx;\nalter table child drop column note;\n");
    migration(
        "07__forgets_a_default",
        """
        create function half(n int) returns int language sql as 'select n / 2';
        alter function twice immutable;
        """,
        "drop function half;\n");
    migration("08__good", "create table good (id int);\n", "drop table good;\n");
    migration(
        "09__undo_cut_off",
        "create table cut_off (id int);\n",
        "-- lockstep: no-transaction\ndrop table cut_off;\nselect 1 / 0;\n");
    migration(
        "10__left_outside",
        "select lo_create(4711);\ncreate table inside (id int);\n",
        "drop table inside;\n");
    migration(
        "11__different_each_time",
        """
        do $$ begin execute 'create table n_' || nextval('counting') || ' (id int)'; end $$;
        """,
        "do $$ begin execute 'drop table n_' || (select last_value from counting); end $$;\n");
  }

  private void lints() {
    migration("12__drops_a_table", "drop table old;\n", "create table old (id int);\n");
    migration(
        "13__drops_a_column",
        "alter table child drop column spare;\n",
        "alter table child add column spare text;\n");
    migration(
        "14__locks",
        "alter table parent add column age int;\nalter table child rename to kid;\n",
        "alter table parent drop column age;\nalter table kid rename to child;\n");
    migration(
        "15__rewrites",
        "alter table kid alter column parent type bigint;\n",
        "alter table kid alter column parent type int;\n");
    migration(
        "16__index",
        """
        create index parent_born_idx on parent (born);
        create table fresh (id int);
        create index on fresh (id);
        """,
        "drop table fresh;\ndrop index parent_born_idx;\n");
  }

  private void applying() {
    migration("17__fails", "create table f (id int);\n\nselect nothing;\n", "drop table f;\n");
    migration("18__after", "create table after (id int);\n", "drop table after;\n");
    folder
        .file(
            "other/V1__needs.sql", "-- lockstep: requires main 17\ncreate table needs (id int);\n")
        .file("other/U1__needs.sql", "drop table needs;\n");
  }

  private void repeatables() {
    folder
        .file("views/V1__t.sql", "create table t (id int);\n")
        .file("views/U1__t.sql", "drop table t;\n")
        .file("views/R__a_good.sql", "create or replace view good_view as select id from t;\n")
        .file("views/R__b_only_once.sql", "create view only_once as select id from t;\n")
        .file("views/R__c_fails.sql", "create or replace view c as select ident from t;\n");
  }

  @Test
  void each_is_found_and_nothing_else_is_reported() {
    RehearsalReport report = Rehearsing.fromZero(database, db, "main latest", "views latest");
    assertThat(Rehearsing.lines(report, db).stream().collect(Collectors.joining("\n", "", "\n")))
        .isEqualTo(
            """
            V01__tables.sql: ok
            V02__no_undo.sql: undo missing
            V03__undo_fails.sql: undo fails: main/U03__undo_fails.sql line 3 (drop table undo_fail): ERROR: table "undo_fail" does not exist (SQLSTATE 42P01)
            V04__leaves_a_table.sql: undo is not the inverse: after it the schema is not as before
            + column two.id
            + table two
            V05__leaves_a_comment_and_a_grant.sql: undo is not the inverse: after it the schema is not as before
            + grant on table parent to public
            V06__takes_too_much.sql: undo is not the inverse: after it the schema is not as before
            - column child.note
            V07__forgets_a_default.sql: undo is not the inverse: after it the schema is not as before
            ~ function twice(n integer): + IMMUTABLE
            V08__good.sql: ok
            V09__undo_cut_off.sql: undo fails: main/U09__undo_cut_off.sql line 3 (select 1 / 0): ERROR: division by zero (SQLSTATE 22012)
            V10__left_outside.sql: fails when it is applied again line 1 (select lo_create(4711)): ERROR: duplicate key value violates unique constraint "pg_largeobject_metadata_oid_index" (SQLSTATE 23505)
            V11__different_each_time.sql: makes something else when it is applied again
            - column n_1.id
            + column n_2.id
            - table n_1
            + table n_2
            V12__drops_a_table.sql: lint: destroys data: drops table old
            V13__drops_a_column.sql: lint: destroys data: drops column child.spare
            V13__drops_a_column.sql: lint: takes an ACCESS EXCLUSIVE lock on child
            V14__locks.sql: lint: takes an ACCESS EXCLUSIVE lock on child, parent
            V15__rewrites.sql: lint: rewrites (or truncates) kid
            V16__index.sql: lint: creates without CONCURRENTLY: index parent_born_idx on parent
            V17__fails.sql: fails line 3 (select nothing): ERROR: column "nothing" does not exist (SQLSTATE 42703)
            V18__after.sql: not rehearsed: V17__fails.sql comes before it and fails
            V1__t.sql: ok
            R__a_good.sql: ok
            R__b_only_once.sql: fails when it is applied again line 1 (create view only_once as select id from t): ERROR: relation "only_once" already exists (SQLSTATE 42P07)
            R__c_fails.sql: fails line 1 (create or replace view c as select ident from t): ERROR: column "ident" does not exist (SQLSTATE 42703)
            """);
    assertThat(report.summary()).contains("22 scripts").contains(": 12 faults, 6 lints");
    assertThat(Rehearsing.left(database)).isEmpty();
  }

  @Test
  void what_requires_a_script_that_fails_is_not_rehearsed() {
    RehearsalReport report = Rehearsing.fromZero(database, db, "main latest", "other latest");
    assertThat(Rehearsing.lines(report, db))
        .endsWith("V1__needs.sql: not rehearsed: it requires main 17, which is not reached");
  }
}
