package io.lockstep.fingerprint;

/**
 * What the fingerprint's queries have in common. Each gives kind, name and definition, and runs
 * with nothing but pg_catalog in the search path, so that every other name comes out qualified.
 */
final class SchemaSql {
  /**
   * {@code rel}: the schema's relations but for what belongs to an extension and for Flyway's
   * history tables, which are known by their columns: their names are anybody's choice.
   */
  static final String PRELUDE =
      """
      with ns as materialized (
             select oid, nspname, nspowner, nspacl from pg_namespace where nspname = :schema),
           member as materialized (
             select classid, objid from pg_depend where deptype = 'e'),
           history as materialized (
             select attrelid as oid
               from pg_attribute
              where attname in ('installed_rank', 'installed_by', 'installed_on', 'execution_time', 'checksum', 'script')
              group by attrelid
             having count(*) = 6),
           rel as materialized (
             select c.oid, quote_ident(c.relname) as name, c.relkind, c.relpersistence, c.relrowsecurity,
                    c.relforcerowsecurity, c.relreplident, c.reloptions, c.relpartbound, c.relowner, c.relacl
               from pg_class c
              where c.relnamespace = (select oid from ns)
                and c.oid not in (select oid from history)
                and c.oid not in (select objid from member where classid = 'pg_class'::regclass)),
           routine as materialized (
             select p.oid, quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name,
                    p.prokind, p.proowner, p.proacl
               from pg_proc p
              where p.pronamespace = (select oid from ns)
                and not exists (select from pg_depend d
                                 where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype in ('e', 'i'))),
           typ as materialized (
             select t.oid, quote_ident(t.typname) as name, t.typtype, t.typrelid, t.typbasetype, t.typtypmod,
                    t.typcollation, t.typnotnull, t.typdefault, t.typdefaultbin, t.typowner, t.typacl
               from pg_type t
              where t.typnamespace = (select oid from ns)
                and (t.typtype in ('e', 'd', 'r')
                     or t.typtype = 'c' and exists (select from rel where rel.oid = t.typrelid and rel.relkind = 'c'))
                and t.oid not in (select objid from member where classid = 'pg_type'::regclass))
      """;

  private SchemaSql() {}
}
