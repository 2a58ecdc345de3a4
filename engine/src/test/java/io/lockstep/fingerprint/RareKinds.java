package io.lockstep.fingerprint;

import java.util.List;

/** Kinds of objects with what few scripts say about them; beside those of {@link Kind}. */
final class RareKinds {
  private RareKinds() {}

  static List<Kind> all() {
    return List.of(
        new Kind(
            "column question.st",
            "alter table question add st text",
            "alter table question alter st set statistics 500",
            "alter table question drop st"),
        new Kind(
            "column question.nd",
            "alter table question add nd text",
            "alter table question alter nd set (n_distinct = 5)",
            "alter table question drop nd"),
        new Kind(
            "column scion.words",
            "create table scion () inherits (question)",
            "alter table scion no inherit question; alter table scion inherit question",
            "drop table scion"),
        new Kind(
            "constraint scion.long",
            "alter table question add constraint long check (words <> ''); create table scion () inherits (question)",
            "alter table scion add constraint long check (words <> '')",
            "drop table scion; alter table question drop constraint long"),
        new Kind(
            "column fc.id",
            "create foreign data wrapper w; create server s foreign data wrapper w; create foreign table fc (id int options (a '1')) server s",
            "alter foreign table fc alter id options (set a '2')",
            "drop foreign table fc"),
        new Kind(
            "column dv.id",
            "create view dv as select id from question; alter view dv alter id set default 7",
            "alter view dv alter id set default 8",
            "drop view dv"),
        new Kind(
            "column ms.words",
            "create materialized view ms as select words from question; alter materialized view ms alter words set storage external",
            "alter materialized view ms alter words set statistics 7",
            "drop materialized view ms"),
        new Kind(
            "table ty",
            "create type row_of as (a int); create table ty of row_of",
            "alter table ty not of",
            "drop table ty; drop type row_of"),
        new Kind(
            "table toasted",
            "create table toasted (a text)",
            "alter table toasted set (toast.autovacuum_enabled = off)",
            "drop table toasted"),
        new Kind(
            "table am",
            "create access method other type table handler heap_tableam_handler; create table am ()",
            "alter table am set access method other",
            "drop table am; drop access method other"),
        new Kind(
            "index ei",
            "create index ei on question (id, lower(words))",
            "alter index ei alter column 2 set statistics 7",
            "drop index ei"),
        new Kind(
            "statistics sts",
            "create statistics sts on id, words from question",
            "alter statistics sts set statistics 7",
            "drop statistics sts"),
        new Kind(
            "range mr",
            "create type mr as range (subtype = int)",
            "alter type mr_multirange rename to mrs",
            "drop type mr"),
        new Kind(
            "type base",
            """
            create type base;
            create function base_in(cstring) returns base language internal immutable strict as 'int4in';
            create function base_out(base) returns cstring language internal immutable strict as 'int4out';
            create type base (input = base_in, output = base_out, like = int4)
            """,
            "alter type base set (analyze = array_typanalyze)",
            "drop type base cascade"),
        new Kind(
            "type hollow",
            "create type hollow",
            """
            create function hollow_in(cstring) returns hollow language internal immutable strict as 'int4in';
            create function hollow_out(hollow) returns cstring language internal immutable strict as 'int4out';
            create type hollow (input = hollow_in, output = hollow_out, like = int4)
            """,
            "drop type hollow cascade"),
        new Kind(
            "aggregate mov(integer)",
            "create aggregate mov(int) (sfunc = int4pl, stype = int, msfunc = int4pl, minvfunc = int4mi, mstype = int)",
            "create or replace aggregate mov(int) (sfunc = int4pl, stype = int, msfunc = int4pl, minvfunc = int4mi, mstype = int, msspace = 9)",
            "drop aggregate mov(int)"),
        new Kind(
            "comment on type hollow",
            "create type hollow; comment on type hollow is 'a'",
            "comment on type hollow is 'b'",
            "drop type hollow"));
  }
}
