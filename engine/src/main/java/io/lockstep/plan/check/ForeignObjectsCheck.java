package io.lockstep.plan.check;

import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.Script;
import io.lockstep.othertools.ToolTable;
import io.lockstep.othertools.ToolTables;
import io.lockstep.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
 * Finds objects that others have made in a schema behind that of the migrations: {@code public}, or
 * one that the search path of the role or the database names. A script can still reach them, so a
 * {@code DROP TABLE IF EXISTS orders} that finds no such table in its own schema drops the one
 * behind it. Services often have their own schema beside another program's public. So if another
 * tool's table is there, each object that a script names counts. Otherwise an object counts only if
 * a script drops it before it has made it: it was made by hand, by another release, or by this one
 * in a schema of another name. The same holds for objects in its own schema, which another app has
 * made, or this one under another name.
 */
final class ForeignObjectsCheck {
  private static final String PUBLIC = "public";
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

  private final JdbcClient jdbc;
  private final String schema;
  private final String behind;
  private final Optional<ToolTable> table;

  private ForeignObjectsCheck(JdbcClient jdbc, String schema, Catalog catalog, String behind) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.behind = behind;
    this.table =
        schema.equals(behind) || !EarlierRuns.read(jdbc, behind).apps().isEmpty()
            ? Optional.empty()
            : new ToolTables(jdbc, schema, catalog).all(List.of(behind)).stream().findFirst();
  }

  /** One for the migrations' own schema, and one for each schema behind it. */
  static List<ForeignObjectsCheck> all(
      JdbcClient jdbc, String schema, Catalog catalog, List<String> path) {
    Set<String> schemas = new LinkedHashSet<>(List.of(schema));
    schemas.addAll(path);
    schemas.add(PUBLIC);
    return schemas.stream()
        .map(behind -> new ForeignObjectsCheck(jdbc, schema, catalog, behind))
        .toList();
  }

  /** The schema that is looked at. */
  String schema() {
    return behind;
  }

  /** An object of the migrations' own schema that this plan's scripts drop unmade, for people. */
  Optional<String> droppedHere(Plan plan) {
    return dropped(plan.scriptsOnDisk(), schema, relations(schema)).findFirst();
  }

  /** An object behind it that this plan's scripts would meet, and a tool's table. */
  Optional<String> met(Plan plan) {
    List<String> relations = schema.equals(behind) ? List.of() : relations(behind);
    if (relations.isEmpty()) {
      return Optional.empty();
    }
    Stream<Script> scripts = plan.scriptsOnDisk();
    return table
        .map(
            tool ->
                scripts
                    .flatMap(script -> named(script, relations))
                    .map(found -> behind + "." + tool + " is there, and " + found))
        .orElseGet(() -> dropped(scripts, behind, relations))
        .findFirst();
  }

  private Stream<String> dropped(Stream<Script> scripts, String in, List<String> relations) {
    if (relations.isEmpty()) {
      return Stream.empty();
    }
    String prefix = in.equals(schema) ? "" : in + ".";
    Set<String> made = new HashSet<>();
    return scripts.flatMap(
        script ->
            dropped(script, in, relations, made).map(name -> script + " drops " + prefix + name));
  }

  /**
   * @param made the objects that the scripts up to and with this one make in their own schema
   */
  private Stream<String> dropped(
      Script script, String in, List<String> relations, Set<String> made) {
    List<String> dropped = new ArrayList<>();
    for (MadeOrDropped one : MadeOrDropped.in(script.read())) {
      if (!one.drops()) {
        one.name().filter(name -> isIn(one, schema)).ifPresent(made::add);
      } else if (isIn(one, in)) {
        relations.stream()
            .filter(name -> one.name().filter(other -> !other.equals(name)).isEmpty())
            .filter(name -> !made.contains(name))
            .forEach(dropped::add);
      }
    }
    return dropped.stream();
  }

  /** Of names with a schema, only those with this one count. */
  private static boolean isIn(MadeOrDropped one, String in) {
    return one.written().filter(written -> !written.equals(in)).isEmpty();
  }

  private Stream<String> named(Script script, List<String> relations) {
    Set<String> words =
        WORD.matcher(script.read())
            .results()
            .map(MatchResult::group)
            .map(word -> word.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return relations.stream()
        .filter(name -> words.contains(name.toLowerCase(Locale.ROOT)))
        .map(name -> script + " names " + behind + "." + name);
  }

  /**
   * The relations of a schema. A relation is left out if the migrations' own schema, where that is
   * another, has one of the same name.
   */
  private List<String> relations(String in) {
    return jdbc.sql(
            """
            select c.relname
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname = :in
               and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S')
               and not exists (select from pg_catalog.pg_depend d
                                where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
               and not exists (select from pg_catalog.pg_class own
                                 join pg_catalog.pg_namespace its on its.oid = own.relnamespace
                                where its.nspname = :schema and its.nspname <> n.nspname and own.relname = c.relname)
             order by c.relname
            """)
        .param("in", in)
        .param("schema", schema)
        .query(String.class)
        .list();
  }
}
