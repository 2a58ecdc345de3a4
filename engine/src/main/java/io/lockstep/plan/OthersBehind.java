package io.lockstep.plan;

import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.Script;
import io.lockstep.tools.ToolTable;
import io.lockstep.tools.ToolTables;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What another tool has made in {@code public}, while the migrations run in another schema. A
 * script finds it all the same: public is behind that schema in the search path, so that a {@code
 * DROP TABLE IF EXISTS orders} that finds no such table in its own schema drops that one. A service
 * with a schema of its own beside somebody else's public is usual, so only what a script names
 * counts.
 */
final class OthersBehind {
  private static final String BEHIND = "public";
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

  private final JdbcClient jdbc;
  private final String schema;
  private final Optional<ToolTable> table;

  OthersBehind(JdbcClient jdbc, String schema, Catalog catalog) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.table =
        schema.equals(BEHIND) || !EarlierRuns.read(jdbc, BEHIND).apps().isEmpty()
            ? Optional.empty()
            : new ToolTables(jdbc, schema, catalog).all(List.of(BEHIND)).stream().findFirst();
  }

  /** A tool's table and an object that this plan's scripts would meet there, for people. */
  Optional<String> met(Plan plan) {
    return table.flatMap(
        tool -> {
          List<String> relations = relations();
          return plan.steps().stream()
              .flatMap(OthersBehind::script)
              .flatMap(script -> named(script, relations))
              .findFirst()
              .map(found -> BEHIND + "." + tool + " is there, and " + found);
        });
  }

  private static Stream<Script> script(Step step) {
    if (step instanceof Step.Apply apply) {
      return Stream.of(apply.migration().script());
    }
    return step instanceof Step.Repeat repeat
        ? Stream.of(repeat.repeatable().script())
        : Stream.empty();
  }

  private static Stream<String> named(Script script, List<String> relations) {
    Set<String> words =
        WORD.matcher(script.read())
            .results()
            .map(MatchResult::group)
            .map(word -> word.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return relations.stream()
        .filter(name -> words.contains(name.toLowerCase(Locale.ROOT)))
        .map(name -> script + " names " + BEHIND + "." + name);
  }

  /** Those that this schema has none of the same name before. */
  private List<String> relations() {
    return jdbc.sql(
            """
            select c.relname
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname = :behind
               and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S')
               and not exists (select from pg_catalog.pg_depend d
                                where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
               and not exists (select from pg_catalog.pg_class own
                                 join pg_catalog.pg_namespace its on its.oid = own.relnamespace
                                where its.nspname = :schema and own.relname = c.relname)
             order by c.relname
            """)
        .param("behind", BEHIND)
        .param("schema", schema)
        .query(String.class)
        .list();
  }
}
