package io.lockstep.plan.check;

import io.lockstep.catalog.Script;
import io.lockstep.othertools.ToolTable;
import io.lockstep.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds tables of others in schemas that an app's scripts name themselves. These are neither the
 * schema that the migrations run in nor {@code public} behind it, and nobody has recorded whose
 * they are. So a table there counts if a script drops it before it has made it; and if another
 * tool's table is beside it, if a script makes it.
 */
final class NamedSchemasCheck {
  private final JdbcClient jdbc;
  private final Set<String> others;
  private final boolean anyTables;

  /**
   * @param others the schemas that are looked at otherwise
   * @param anyTables false if no schema but these and the system's has a table
   */
  NamedSchemasCheck(JdbcClient jdbc, Set<String> others, boolean anyTables) {
    this.jdbc = jdbc;
    this.others = others;
    this.anyTables = anyTables;
  }

  private record Named(Script script, MadeOrDropped what) {
    String schema() {
      return what.schema().orElseThrow();
    }

    boolean is(Table table) {
      return schema().equals(table.schema())
          && what.name().filter(name -> !name.equals(table.name())).isEmpty();
    }
  }

  private record Table(String schema, String name) {}

  /** What it has found in the database for a plan. */
  record Found(List<String> dropped, Optional<ToolTable> tool) {}

  /** Looks at what the plan's scripts make and drop. */
  Found find(Plan plan, AppToolTables tools) {
    List<Named> named = anyTables ? plan.scriptsOnDisk().flatMap(this::named).toList() : List.of();
    if (named.isEmpty()) {
      return new Found(List.of(), Optional.empty()); // the usual case: nothing is read
    }
    List<Table> there = tables(named.stream().map(Named::schema).distinct().toList());
    List<String> met =
        there.stream()
            .filter(table -> named.stream().anyMatch(name -> name.is(table)))
            .map(Table::schema)
            .distinct()
            .toList();
    return new Found(
        dropped(named, there), met.isEmpty() ? Optional.empty() : tools.in(met, plan.app()));
  }

  private Stream<Named> named(Script script) {
    return MadeOrDropped.in(script.read()).stream()
        .filter(what -> what.schema().filter(schema -> !others.contains(schema)).isPresent())
        .map(what -> new Named(script, what));
  }

  private static List<String> dropped(List<Named> named, List<Table> there) {
    List<String> dropped = new ArrayList<>();
    Set<Table> made = new HashSet<>();
    for (Named one : named) {
      if (one.what().drops()) {
        there.stream()
            .filter(table -> one.is(table) && !made.contains(table))
            .map(table -> one.script() + " drops " + table.schema() + "." + table.name())
            .forEach(dropped::add);
      } else {
        one.what().name().ifPresent(name -> made.add(new Table(one.schema(), name)));
      }
    }
    return dropped;
  }

  private List<Table> tables(List<String> schemas) {
    return jdbc.sql(
            """
            select n.nspname, c.relname
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any(:schemas)
               and c.relkind in ('r', 'p')
               and not exists (select from pg_catalog.pg_depend d
                                where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
             order by n.nspname, c.relname
            """)
        .param("schemas", schemas.toArray(String[]::new))
        .query((rs, i) -> new Table(rs.getString("nspname"), rs.getString("relname")))
        .list();
  }
}
