package io.lockstep.fingerprint.catalogs;

/**
 * Counts the parts of units that can go without a trace in the unit's other rows: a constraint, a
 * trigger, a comment.
 */
public final class UnitParts {
  private static final String QUERY =
      """
      part (unit, class, id) as materialized (
             select 'r' || conrelid, 'pg_catalog.pg_constraint'::pg_catalog.regclass, oid
               from pg_catalog.pg_constraint where conrelid {is}
             union all
             select 't' || contypid, 'pg_catalog.pg_constraint'::pg_catalog.regclass, oid
               from pg_catalog.pg_constraint where contypid {is}
             union all
             select 'r' || tgrelid, 'pg_catalog.pg_trigger'::pg_catalog.regclass, oid
               from pg_catalog.pg_trigger where not tgisinternal and tgrelid {is}
             union all
             select 'r' || ev_class, 'pg_catalog.pg_rewrite'::pg_catalog.regclass, oid
               from pg_catalog.pg_rewrite where ev_class {is}
             union all
             select 'r' || polrelid, 'pg_catalog.pg_policy'::pg_catalog.regclass, oid
               from pg_catalog.pg_policy where polrelid {is}
             union all
             select 'r' || indrelid, 'pg_catalog.pg_class'::pg_catalog.regclass, indexrelid
               from pg_catalog.pg_index where indrelid {is}
             union all
             select 'r' || inhrelid, 'pg_catalog.pg_inherits'::pg_catalog.regclass, inhparent
               from pg_catalog.pg_inherits where inhrelid {is}
             union all
             select 'r' || stxrelid, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, oid
               from pg_catalog.pg_statistic_ext where stxrelid {is}
             union all
             select 'r' || d.objid, 'pg_catalog.pg_depend'::pg_catalog.regclass, d.refobjid
               from pg_catalog.pg_depend d
               join pg_catalog.pg_sequence s on s.seqrelid = d.objid
              where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refclassid = d.classid
                and d.deptype in ('a', 'i') and d.objid {is}
             union all
             select 'r' || oid, 'pg_catalog.pg_type'::pg_catalog.regclass, reltype
               from pg_catalog.pg_class where relkind = 'c' and oid {is}),
           counted (unit, parts) as (
             select unit, pg_catalog.count(*)
               from (select unit from part
                     union all
                     select p.unit from part p
                       join pg_catalog.pg_description d on d.classoid = p.class and d.objoid = p.id
                     union all
                     select case classoid when 'pg_catalog.pg_class'::pg_catalog.regclass then 'r'
                                          when 'pg_catalog.pg_type'::pg_catalog.regclass then 't'
                                          when 'pg_catalog.pg_proc'::pg_catalog.regclass then 'f'
                                          when 'pg_catalog.pg_namespace'::pg_catalog.regclass then 'n'
                                          else '?' end || objoid
                       from pg_catalog.pg_description where objoid {is}) p (unit)
              group by unit)
      """;

  /** Two parts of a WITH clause, of which {@code counted} has unit and parts, for all units. */
  public static final String OF_ALL = QUERY.replace("{is}", ">= 16384");

  /** The same for the units whose OIDs are {@code ids} in a query {@code given}. */
  public static final String OF_GIVEN =
      QUERY.replace("{is}", "= any((select ids from given)::pg_catalog.oid[])");

  private UnitParts() {}
}
