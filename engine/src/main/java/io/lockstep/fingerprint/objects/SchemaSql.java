package io.lockstep.fingerprint.objects;

/**
 * The common part of the fingerprint's queries. Each returns kind, name and definition, and runs
 * with only pg_catalog in the search path, so that every other name comes out qualified.
 */
final class SchemaSql {
  /**
   * {@code rel}: the schemas' relations without indexes, without objects that belong to an
   * extension, and without Flyway's history tables, which are recognized by their columns because
   * their names vary. {@code whole} is the key of the whole to which an object belongs: for an
   * owned sequence its table, which is looked up for each: the planner takes tables for few, and
   * would search all of them for each. {@code unit} is what changes as one in the catalogs: a
   * relation with all its parts, a type, a routine, a schema, an extension; a letter and its OID.
   */
  static final String PRELUDE =
      """
      with given as materialized (select ?::text as home, ?::text[] as schemas{given}),
           ns as materialized (
             select n.oid, 'n' || n.oid as unit, n.nspname, n.nspowner, n.nspacl, n.nspname = g.home as home,
                    case when n.nspname = g.home then '' else quote_ident(n.nspname) || '.' end as prefix,
                    case when n.nspname = g.home then '' else 'schema ' || quote_ident(n.nspname) end as whole
               from pg_namespace n
               join given g on n.nspname = any(g.schemas)),
           member as materialized (
             select classid, objid from pg_depend where refclassid = 'pg_extension'::regclass and deptype = 'e'),
           located as materialized ({located}),
           history as materialized (
             select l.oid
               from located l
               join pg_attribute r on r.attrelid = l.oid and r.attname = 'installed_rank'
              where (select count(*) from pg_attribute a
                      where a.attrelid = l.oid
                        and a.attname in ('installed_by', 'installed_on', 'execution_time', 'checksum', 'script')) = 5),
           named as materialized (
             select c.oid, 'r' || c.oid as unit, ns.prefix, ns.prefix || quote_ident(c.relname) as name, c.relkind, c.relpersistence, c.relrowsecurity,
                    c.relforcerowsecurity, c.relreplident, c.reloptions, c.relpartbound, c.relowner, c.relacl, c.reloftype, c.relam, c.reltoastrelid,
                    case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
                                   when 'S' then 'sequence' when 'c' then 'type' else 'table' end as kind,
                    d.refobjid as owner
               from located l
               join pg_class c on c.oid = l.oid
               join ns on ns.oid = c.relnamespace
               left join pg_depend d on c.relkind = 'S' and d.classid = 'pg_class'::regclass and d.objid = c.oid
                                    and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
              where c.relkind not in ('i', 'I')
                and c.oid not in (select oid from history)
                and c.oid not in (select objid from member where classid = 'pg_class'::regclass)),
           rel as materialized (
             select c.*,
                    coalesce((select case o.relkind when 'v' then 'view' when 'f' then 'foreign table' else 'table' end
                                     || ' ' || ns.prefix || quote_ident(o.relname)
                                from pg_class o
                                join ns on ns.oid = o.relnamespace
                               where o.oid = c.owner and o.oid not in (select oid from history)
                                 and o.oid not in (select objid from member where classid = 'pg_class'::regclass)),
                             c.kind || ' ' || c.name) as whole
               from named c),
           routine as materialized (
             select r.*, r.kind || ' ' || r.name as whole
               from (select p.oid, 'f' || p.oid as unit,
                            ns.prefix || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name,
                            case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' when 'w' then 'window function'
                                           else 'function' end as kind,
                            p.prokind, p.proowner, p.proacl
                       from pg_proc p
                       join ns on ns.oid = p.pronamespace
                      where not exists (select from pg_depend d
                                         where d.classid = 'pg_proc'::regclass and d.objid = p.oid
                                           and d.deptype in ('e', 'i')){routines}) r),
           typ as materialized (
             select t.*, t.kind || ' ' || t.name as whole
               from (select t.oid, case t.typtype when 'c' then 'r' || t.typrelid else 't' || t.oid end as unit, ns.prefix || quote_ident(t.typname) as name, t.typtype, t.typrelid, t.typbasetype,
                            t.typtypmod, t.typcollation, t.typnotnull, t.typdefault, t.typdefaultbin, t.typowner, t.typacl,
                            case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range'
                                           else 'type' end as kind
                       from pg_type t
                       join ns on ns.oid = t.typnamespace
                      where (t.typtype in ('e', 'd', 'r')
                             or t.typtype in ('b', 'p') and t.typinput <> 'array_in'::regproc
                             or t.typtype = 'c'
                                and exists (select from rel where rel.oid = t.typrelid and rel.relkind = 'c'))
                        and t.oid not in (select objid from member where classid = 'pg_type'::regclass){types}) t)
      """;

  /**
   * The relations, types and routines of the schemas, by the dependency that each of them has on
   * its schema: pg_class, pg_type and pg_proc have no index by schema, and there may be thousands
   * of other schemas. A composite type is there as a type only.
   */
  private static final String INSIDE =
      """
      select %s from ns join pg_depend d on d.refclassid = 'pg_namespace'::regclass and d.refobjid = ns.oid
                    and d.classid = '%s'::regclass""";

  private static final String RELATIONS_INSIDE =
      INSIDE.formatted("d.objid as oid", "pg_class")
          + " union all "
          + INSIDE.formatted("t.typrelid", "pg_type")
          + " join pg_type t on t.oid = d.objid and t.typtype = 'c'";

  /** Hardly any table has options of its TOAST table, which is looked up for those only. */
  private static final String TOAST_WITH_OPTIONS =
      "= any(array(select oid from pg_class where relkind = 't' and reloptions is not null))";

  private static final String ANY = "= any((select %s from given)::%s[])";

  private SchemaSql() {}

  /** The query without a restriction: all objects of the schemas. */
  static String ofAll(String sql) {
    return filled(
        sql,
        "",
        RELATIONS_INSIDE,
        "in (" + INSIDE.formatted("d.objid", "pg_proc") + ")",
        "in (" + INSIDE.formatted("d.objid", "pg_type") + ")",
        "");
  }

  /** The same for many tables. */
  static String ofMany(String sql) {
    return ofAll(sql.replace("{toast}", TOAST_WITH_OPTIONS));
  }

  /**
   * The query restricted to some units, which are its third parameter. It finds relations, types
   * and routines by their OIDs, so that it takes no longer in a large database.
   */
  static String ofUnits(String sql) {
    return filled(
        sql,
        """
        , units, array(select substr(u, 2)::oid from unnest(units) u where u like 'r%') as relations,
                 array(select substr(u, 2)::oid from unnest(units) u where u like 't%') as types,
                 array(select substr(u, 2)::oid from unnest(units) u where u like 'f%') as routines
            from (select ?::text[] as units) u
        """,
        "select unnest(relations) as oid from given",
        any("routines", "oid"),
        """
         in (select unnest(g.types) from given g
             union all select k.reltype from given g join pg_class k on k.oid = any(g.relations))""",
        any("units", "text"));
  }

  private static String filled(
      String sql, String given, String located, String routines, String types, String units) {
    return sql.replace("{given}", given)
        .replace("{located}", located)
        .replace("{toast}", "<> 0")
        .replace("{routines}", and("p.oid", routines))
        .replace("{types}", and("t.oid", types))
        .replace("{schemas}", and("ns.unit", units))
        .replace("{grantedSchemas}", and("n.unit", units))
        .replace("{extensions}", and("'e' || e.oid", units))
        .replace("{defaults}", and("'d' || d.oid", units));
  }

  private static String any(String column, String type) {
    return ANY.formatted(column, type);
  }

  private static String and(String value, String condition) {
    return condition.isEmpty() ? "" : " and " + value + " " + condition;
  }
}
