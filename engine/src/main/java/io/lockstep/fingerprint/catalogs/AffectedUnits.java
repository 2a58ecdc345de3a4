package io.lockstep.fingerprint.catalogs;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The units whose description may have changed because some objects have: those to which the
 * objects belong, and all that refer to them, since a description names what it refers to.
 * PostgreSQL knows that from pg_depend. What refers to a type or a routine is followed further: a
 * view may show the columns of the table whose rows a function returns.
 */
public final class AffectedUnits {
  /** The unit of {@code c.class} and {@code c.id}; null if the object is none that is described. */
  private static final String UNIT =
      """
      case c.class
           when 'pg_class'::regclass then
             'r' || coalesce((select x.indrelid from pg_index x where x.indexrelid = c.id), c.id)
           when 'pg_type'::regclass then
             (select case when t.typrelid <> 0 then 'r' || t.typrelid
                          when t.typtype = 'm' then
                            (select 't' || d.refobjid from pg_depend d
                              where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'i')
                          else 't' || t.oid end
                from pg_type t where t.oid = c.id)
           when 'pg_proc'::regclass then 'f' || c.id
           when 'pg_constraint'::regclass then
             (select case when k.conrelid <> 0 then 'r' || k.conrelid else 't' || k.contypid end
                from pg_constraint k where k.oid = c.id)
           when 'pg_attrdef'::regclass then (select 'r' || a.adrelid from pg_attrdef a where a.oid = c.id)
           when 'pg_trigger'::regclass then (select 'r' || g.tgrelid from pg_trigger g where g.oid = c.id)
           when 'pg_rewrite'::regclass then (select 'r' || r.ev_class from pg_rewrite r where r.oid = c.id)
           when 'pg_policy'::regclass then (select 'r' || p.polrelid from pg_policy p where p.oid = c.id)
           when 'pg_statistic_ext'::regclass then (select 'r' || s.stxrelid from pg_statistic_ext s where s.oid = c.id)
           when 'pg_extension'::regclass then 'e' || c.id
           when 'pg_namespace'::regclass then 'n' || c.id
           when 'pg_default_acl'::regclass then 'd' || c.id
      end
      """;

  private static final String QUERY =
      """
      with recursive changed (class, id) as materialized (
             select * from unnest(?::text[]::oid[], ?::text[]::oid[])
             union
             select 'pg_constraint'::regclass, g.tgconstraint
               from unnest(?::text[]::oid[], ?::text[]::oid[]) c (class, id)
               join pg_trigger g on g.oid = c.id
              where c.class = 'pg_trigger'::regclass and g.tgconstraint <> 0),
           referring (class, id) as (
             select d.classid, d.objid
               from changed c join pg_depend d on d.refclassid = c.class and d.refobjid = c.id
             union
             select d.classid, d.objid
               from referring c join pg_depend d on d.refclassid = c.class and d.refobjid = c.id
              where c.class in ('pg_type'::regclass, 'pg_proc'::regclass)),
           affected as (
             select class, id from changed union select class, id from referring),
           owner as (
             select 'pg_class'::regclass::oid, d.refobjid
               from affected a
               join pg_sequence s on s.seqrelid = a.id
               join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.seqrelid
              where a.class = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i'))
      select u.unit
        from (select distinct %s as unit
                from (select class, id from affected union select * from owner) c (class, id)) u
       where u.unit is not null
      """
          .formatted(UNIT);

  private AffectedUnits() {}

  /** Reads the units that the changes of these objects may affect. */
  public static Set<String> of(JdbcClient jdbc, Set<CatalogAddress> changed) {
    String[] catalogs =
        changed.stream().map(address -> Long.toString(address.catalog())).toArray(String[]::new);
    String[] ids =
        changed.stream().map(address -> Long.toString(address.id())).toArray(String[]::new);
    return new TreeSet<>(
        jdbc.sql(QUERY)
            .param(catalogs)
            .param(ids)
            .param(catalogs)
            .param(ids)
            .query(String.class)
            .list());
  }
}
