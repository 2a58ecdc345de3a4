package io.lockstep.adopt;

import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.tools.Tool;
import io.lockstep.tools.ToolTable;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The objects of a schema that are other tools' own: no migration has made them. */
final class ToolObjects {
  private static final String LIQUIBASE_LOCK = "databasechangeloglock";

  private final Pattern keys;

  private ToolObjects(List<String> names) {
    String any =
        names.isEmpty()
            ? "(?!)" // matches nothing
            : names.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    this.keys =
        Pattern.compile(
            "(?:table|index|sequence) (?:%1$s)|(?:column|constraint|trigger|policy|rule) (?:%1$s)\\..*|(?:grant|comment) on [a-z]+ (?:%1$s)(?:[. ].*)?"
                .formatted(any),
            Pattern.DOTALL);
  }

  /** Those of these tables: they themselves, their indexes and their sequences. */
  static ToolObjects of(JdbcClient jdbc, String schema, List<ToolTable> tables) {
    String[] names =
        Stream.concat(
                tables.stream().filter(t -> t.schema().equals(schema)).map(ToolTable::name),
                tables.stream()
                    .filter(table -> table.tool() == Tool.LIQUIBASE)
                    .map(table -> LIQUIBASE_LOCK))
            .toArray(String[]::new);
    return new ToolObjects(
        jdbc.sql(
                """
                with tool as (
                  select c.oid, c.relname
                    from pg_catalog.pg_class c
                    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                   where n.nspname = :schema and c.relname = any(:names))
                select quote_ident(relname) from tool
                union
                select quote_ident(c.relname)
                  from pg_catalog.pg_index x
                  join pg_catalog.pg_class c on c.oid = x.indexrelid
                 where x.indrelid in (select oid from tool)
                union
                select quote_ident(c.relname)
                  from pg_catalog.pg_depend d
                  join pg_catalog.pg_class c on c.oid = d.objid and c.relkind = 'S'
                 where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                   and d.refclassid = d.classid
                   and d.deptype in ('a', 'i')
                   and d.refobjid in (select oid from tool)
                """)
            .param("schema", schema)
            .param("names", names)
            .query(String.class)
            .list());
  }

  /** What a schema consists of without them. */
  Fingerprint without(Fingerprint schema) {
    TreeMap<String, String> objects = new TreeMap<>(schema.objects());
    objects.keySet().removeIf(key -> keys.matcher(key).matches());
    return new Fingerprint(objects);
  }
}
