package io.lockstep;

import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A schema as sorted lines of text, one per object, without history tables: equal for equal
 * schemas, whatever way they came about.
 */
public final class SchemaText {
  private SchemaText() {}

  /** The lines of this schema. */
  public static String of(JdbcClient jdbc, String schema) {
    return jdbc
        .sql(
            """
            with s as (select oid from pg_namespace where nspname = :schema),
                 c as (select * from pg_class where relnamespace = (select oid from s)
                        and relname not like '%schema\\_history%')
            select 'relation ' || relname || ' ' || relkind::text || ' ' || coalesce(relacl::text, '') || ' '
                   || relrowsecurity || ' ' || coalesce(obj_description(oid, 'pg_class'), '') || ' '
                   || coalesce(pg_get_partkeydef(oid), '') || coalesce(pg_get_expr(relpartbound, oid), '')
              from c
            union all
            select 'column ' || c.relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull
                   || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') || attidentity::text || attgenerated::text
                   || ' ' || coalesce(col_description(c.oid, attnum), '')
              from c join pg_attribute a on attrelid = c.oid and attnum > 0 and not attisdropped
              left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
             where c.relkind in ('r', 'p', 'v', 'm')
            union all
            select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
              from pg_constraint where connamespace = (select oid from s) and conrelid::regclass::text not like '%schema\\_history%'
            union all
            select 'index ' || pg_get_indexdef(indexrelid) || ' ' || indisvalid from pg_index join c on c.oid = indexrelid
            union all
            select 'view ' || relname || ' ' || pg_get_viewdef(oid) from c where relkind in ('v', 'm')
            union all
            select 'sequence ' || relname || ' ' || s.seqtypid::regtype || s.seqstart || s.seqincrement from c join pg_sequence s on seqrelid = c.oid
            union all
            select 'function ' || pg_get_functiondef(oid) || coalesce(proacl::text, '') || coalesce(obj_description(oid, 'pg_proc'), '')
              from pg_proc where pronamespace = (select oid from s) and prokind in ('f', 'p')
            union all
            select 'trigger ' || pg_get_triggerdef(t.oid) from pg_trigger t join c on c.oid = tgrelid where not tgisinternal
            union all
            select 'type ' || typname || ' ' || typtype::text || ' ' || coalesce(format_type(typbasetype, typtypmod), '') || typnotnull
                   || coalesce((select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = t.oid), '')
              from pg_type t where typnamespace = (select oid from s) and typtype in ('e', 'd', 'r')
            union all
            select 'policy ' || polname || ' ' || polrelid::regclass || coalesce(pg_get_expr(polqual, polrelid), '') from pg_policy
            union all
            select 'default privileges ' || defaclobjtype::text || defaclacl::text from pg_default_acl where defaclnamespace = (select oid from s)
            """)
        .param("schema", schema)
        .query(String.class)
        .list()
        .stream()
        .map(line -> line.replaceAll("\\s+", " "))
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}
