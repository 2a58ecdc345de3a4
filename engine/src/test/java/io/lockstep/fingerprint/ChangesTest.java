package io.lockstep.fingerprint;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a schema after a change is what a reading of all of it would give. */
class ChangesTest extends RecordedShop {
  @ParameterizedTest
  @MethodSource("io.lockstep.fingerprint.Kind#all")
  void a_change_of_each_kind_of_object_is_found(Kind kind) {
    sql(
        Kind.BASE
            + "create function int4mi_diff(int, int) returns float8 language sql immutable as 'select $1 - $2'");
    record();
    for (String change : List.of(kind.add(), kind.change(), kind.remove())) {
      sql(change);
      assertThatTheChangesAreThoseOfAFullReading(change);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table customer rename to client",
        "alter table customer rename name to title",
        "alter table customer rename constraint customer_pkey to client_key",
        "alter table customer set schema side",
        "alter table customer drop column name cascade",
        "alter table customer drop column spare cascade",
        "alter table customer add column age int not null default 7",
        "alter table customer disable trigger all",
        "alter table customer owner to pg_monitor",
        "alter table customer cluster on customer_pkey",
        "alter table purchase drop constraint purchase_customer",
        "alter table purchase drop constraint positive",
        "alter table purchase alter id drop identity",
        "alter table purchase alter total set not null",
        "alter table purchase add constraint other foreign key (id) references customer (id) not valid",
        "alter table purchase rename id to number",
        "alter table purchase rename to buying",
        "alter table parted detach partition parted_1",
        "alter table heir no inherit customer",
        "alter type temper rename value 'sad' to 'blue'",
        "alter type temper add value 'neutral' before 'happy'",
        "alter type temper rename to feeling_kind",
        "alter type temper set schema side",
        "alter type pair rename attribute a to first",
        "alter type pair add attribute c int",
        "alter type pair rename to couple",
        "alter domain amount drop constraint amount_positive",
        "alter domain amount rename to sum_of_money",
        "alter sequence counter rename to ticker",
        "alter sequence counter owned by feeling.id",
        "alter function stamp() rename to touches",
        "alter function stamp() set schema side",
        "alter function rows_of() rename to lines_of",
        "create or replace function rows_of() returns setof customer language sql as 'select 1, null, null, null'",
        "alter view sad rename to sorrow",
        "alter view sad rename column name to who",
        "drop view sadder",
        "drop view shown; drop function rows_of",
        "drop materialized view counted",
        "refresh materialized view counted",
        "drop trigger touched on customer",
        "drop rule kept on purchase",
        "drop policy own on purchase",
        "drop statistics figures",
        "alter statistics figures rename to numbers",
        "alter statistics figures set schema side",
        "drop index customer_name",
        "analyze customer",
        "drop table purchase cascade",
        "drop table heir; create table heir (more int) inherits (customer)",
        "drop table feeling cascade",
        "drop schema side",
        "create schema other",
        "create schema other; create table other.t (id int primary key)",
        "alter schema side rename to elsewhere",
        "grant usage on schema side to pg_monitor",
        "comment on schema public is 'x'",
        "comment on schema public is null",
        "revoke usage on schema public from public",
        "alter function stamp() depends on extension hstore",
        "alter trigger touched on customer depends on extension hstore",
        "alter materialized view counted depends on extension hstore",
        "alter function stamp() depends on extension hstore; savepoint s; alter function stamp() no depends on extension hstore",
        "comment on table customer is null",
        "comment on column customer.name is null",
        "comment on constraint positive on purchase is null",
        "comment on trigger touched on customer is null",
        "comment on index customer_name is null",
        "comment on function stamp() is null",
        "comment on type pair is null",
        "comment on type temper is null",
        "comment on constraint amount_positive on domain amount is null",
        "comment on policy own on purchase is null",
        "comment on rule kept on purchase is null",
        "comment on statistics figures is null",
        "revoke select on customer from pg_monitor",
        "revoke select (total) on purchase from pg_monitor",
        "revoke execute on function stamp() from public",
        "grant usage on type temper to pg_monitor",
        "alter default privileges in schema side grant select on tables to pg_monitor",
        "alter extension hstore drop function hstore_to_json(hstore)",
        "alter extension hstore add function stamp()",
        "alter extension hstore set schema side",
        "drop extension hstore",
        "create extension pg_trgm",
        "alter table customer add column json_column json; create index on customer (lower(note))",
        "alter table history add column script text",
        "alter table customer add column a int; savepoint s; alter table purchase add column b int; release s; savepoint s; drop table heir; rollback to s",
        "do $$ begin begin alter table customer add column a int; perform 1 / 0; exception when others then alter table purchase add c int; end; end $$"
      })
  void a_change_shows_wherever_it_is_named(String change) {
    sql(change);
    assertThatTheChangesAreThoseOfAFullReading(change);
  }

  @Test
  void what_is_taken_back_since_the_record_is_found() {
    sql(
        """
        alter function stamp() depends on extension hstore;
        alter table customer alter note set statistics 7, alter note set (n_distinct = 7), set (toast.autovacuum_enabled = off);
        alter view sad alter name set default 'x';
        create type shell;
        """);
    record();
    for (String back :
        List.of(
            "alter function stamp() no depends on extension hstore",
            "alter table customer alter note set statistics -1",
            "alter table customer alter note reset (n_distinct)",
            "alter table customer reset (toast.autovacuum_enabled)",
            "alter view sad alter name drop default",
            "drop type shell")) {
      sql(back);
      assertThatTheChangesAreThoseOfAFullReading(back);
    }
  }

  @Test
  void a_role_with_another_name_is_found() {
    String role = database.name() + "_role";
    sql("create role %s; grant select on purchase to %<s;".formatted(role));
    record();
    sql("alter role %s rename to %<s_2".formatted(role));
    assertThatTheChangesAreThoseOfAFullReading("rename role");
  }
}
