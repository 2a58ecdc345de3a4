package io.lockstep.othertools;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds other tools' tables by their names, and recognizes them by their columns. */
public final class ToolTables {
  /** The schemas in which tools put tables that are not in the schema they work in. */
  private static final List<String> TOOLS_SCHEMAS =
      List.of(
          "sqitch",
          "drizzle",
          "supabase_migrations",
          "hdb_catalog",
          "atlas_schema_revisions",
          "graphile_migrate");

  private final JdbcClient jdbc;
  private final String schema;
  private final Set<String> ours;

  /**
   * @param schema the schema in which the migrations run
   * @param catalog its apps' history tables belong to no other tool, whichever tool has made them
   */
  public ToolTables(JdbcClient jdbc, String schema, Catalog catalog) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.ours = catalog.apps().values().stream().map(App::historyTable).collect(Collectors.toSet());
  }

  /** The tables that have the name that their tool gives them. */
  public List<ToolTable> all() {
    return all(List.of(schema));
  }

  /**
   * These, and after them those in schemas of the tools' own, which describe the whole database.
   */
  public List<ToolTable> ofDatabase() {
    Set<String> schemas = new LinkedHashSet<>(List.of(schema));
    schemas.addAll(TOOLS_SCHEMAS);
    return all(List.copyOf(schemas)).stream()
        .sorted(Comparator.comparing(table -> !table.schema().equals(schema)))
        .toList();
  }

  /** The tables of that kind in these schemas. */
  public List<ToolTable> all(List<String> schemas) {
    return known(schemas)
        .filter(table -> !table.schema().equals(schema) || !ours.contains(table.name()))
        .toList();
  }

  /** The tables in schemas of the tools' own, which describe the whole database. */
  public List<ToolTable> elsewhere() {
    return known(TOOLS_SCHEMAS).filter(table -> !table.schema().equals(schema)).toList();
  }

  /** The tables of this name, and of this tool, in schemas where the migrations don't run. */
  public List<ToolTable> inOtherSchemas(String name, Tool tool) {
    List<String> others =
        jdbc.sql(
                """
                select n.nspname
                  from pg_catalog.pg_class c
                  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                 where c.relname = :name and n.nspname <> :schema and c.relkind in ('r', 'p')
                """)
            .param("name", name)
            .param("schema", schema)
            .query(String.class)
            .list();
    return candidates(others, List.of(name), List.of()).stream()
        .flatMap(table -> table.known(Tool.of(table.columns())).stream())
        .filter(table -> table.tool() == tool)
        .toList();
  }

  private Stream<ToolTable> known(List<String> schemas) {
    List<String> names = Tool.tables();
    return candidates(
            schemas, names, names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList())
        .stream()
        .flatMap(table -> table.known(Tool.of(table.name(), table.columns())).stream())
        .filter(this::hasRowsOfItsTool);
  }

  /** True if the rows don't show that the table is something else, as its columns may be. */
  private boolean hasRowsOfItsTool(ToolTable table) {
    return switch (table.tool()) {
      case HASURA ->
          !table.name().equals(HasuraState.DOCUMENT) || HasuraState.hasMigrations(jdbc, table);
      case DB_MIGRATE -> hasPaths(table);
      default -> true;
    };
  }

  /** Db-migrate has the path of each file, which begins with a slash or the name of a scope. */
  private boolean hasPaths(ToolTable table) {
    return table.isReadable(jdbc)
        && jdbc.sql("select exists (select from %s where name like '%%/%%')".formatted(table.sql()))
            .query(Boolean.class)
            .single();
  }

  /** True for a schema that a tool makes for itself alone. */
  public static boolean isToolsOwn(String schema) {
    return TOOLS_SCHEMAS.contains(schema);
  }

  /**
   * The only table; if there is none, one in a schema of its tool's own.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) if there are several
   */
  public Optional<ToolTable> only() {
    return only(all()).or(() -> elsewhere().stream().findFirst());
  }

  /**
   * The only table in these schemas; empty if there is none.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) if there are several
   */
  public Optional<ToolTable> onlyIn(Collection<String> schemas) {
    return only(all(List.copyOf(schemas)));
  }

  private static Optional<ToolTable> only(List<ToolTable> tables) {
    if (tables.size() > 1) {
      throw refused(
          "several tools' tables are there: "
              + tables.stream().map(ToolTable::toString).collect(Collectors.joining(", ")),
          "Pass --from TABLE with the right one.");
    }
    return tables.stream().findFirst();
  }

  /**
   * The table of this name; empty for an app's own history table.
   *
   * @param name may begin with a schema and a dot; both as they are, or in quotes
   * @throws LockstepException ({@link ExitCode#REFUSED}) if it does not exist, or is no tool's
   */
  public Optional<ToolTable> named(String name) {
    TableName meant = new TableName(schema, name);
    Optional<Candidate> found = Optional.empty();
    for (TableName one : TableName.allOf(name, schema)) {
      meant = one;
      found =
          candidates(List.of(one.schema()), List.of(one.table()), List.of()).stream().findFirst();
      if (found.isPresent()) {
        break;
      }
    }
    String in = meant.schema();
    String table = meant.table();
    if (in.equals(schema) && ours.contains(table)) {
      return Optional.empty();
    }
    Candidate candidate =
        found.orElseThrow(
            () ->
                refused(
                    "there is no table " + table + " in the schema " + in,
                    "Pass --from TABLE, or --from SCHEMA.TABLE, as it is in the database; or"
                        + " nothing."));
    return Optional.of(
        candidate
            .known(Tool.of(table, candidate.columns()).or(() -> Tool.of(candidate.columns())))
            .orElseThrow(
                () ->
                    refused(
                        table
                            + " has the columns "
                            + candidate.names()
                            + ", and so is no table of "
                            + Tool.titles(),
                        "Without --from only the schema is compared, if no tool's table is"
                            + " there.")));
  }

  private List<Candidate> candidates(
      List<String> schemas, List<String> names, List<String> inAnyCase) {
    return jdbc.sql(
            """
            select n.nspname, c.relname,
                   array(select pg_catalog.concat(a.attname, ':', t.typcategory)
                           from pg_catalog.pg_attribute a
                           join pg_catalog.pg_type t on t.oid = a.atttypid
                          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                          order by a.attnum) as columns,
                   exists (select from pg_catalog.pg_class beside
                            where beside.relnamespace = c.relnamespace
                              and beside.relname = :metadata
                              and beside.relkind in ('r', 'p')) as metadata
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any(:schemas)
               and (c.relname = any(:names) or pg_catalog.lower(c.relname) = any(:lower))
               and c.relkind in ('r', 'p', 'v')
             order by n.nspname, c.relname
            """)
        .param("schemas", schemas.toArray(String[]::new))
        .param("metadata", Tool.RAILS.companion().orElseThrow())
        .param("names", names.toArray(String[]::new))
        .param("lower", inAnyCase.toArray(String[]::new))
        .query(
            (rs, i) ->
                new Candidate(
                    rs.getString("nspname"),
                    rs.getString("relname"),
                    Arrays.asList((String[]) rs.getArray("columns").getArray()),
                    rs.getBoolean("metadata")))
        .list();
  }

  private static LockstepException refused(String why, String next) {
    return new LockstepException(
        ExitCode.REFUSED, "reading what another tool has applied", why, next);
  }

  /**
   * @param columns each with the category of its type, {@code version:N}
   * @param metadata true if Rails' second table is beside it
   */
  private record Candidate(String schema, String name, List<String> columns, boolean metadata) {
    String names() {
      return columns.stream()
          .map(column -> column.substring(0, column.lastIndexOf(':')))
          .collect(Collectors.joining(", "));
    }

    Optional<ToolTable> known(Optional<Tool> tool) {
      return tool.map(its -> new ToolTable(its.in(schema, metadata), schema, name));
    }
  }

  /** A table's name as a user writes it. */
  private record TableName(String schema, String table) {
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")+)\"");

    /**
     * What a text may mean, as a dot may be a part of a name: the longest table's name last, which
     * has no schema.
     *
     * @param home the schema of a name without one
     */
    static List<TableName> allOf(String text, String home) {
      List<TableName> all = new ArrayList<>();
      for (int dot = text.lastIndexOf('.'); dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
        all.add(new TableName(plain(text.substring(0, dot)), plain(text.substring(dot + 1))));
      }
      all.add(new TableName(home, plain(text)));
      return all;
    }

    private static String plain(String name) {
      Matcher quoted = QUOTED.matcher(name);
      return Optional.of(quoted)
          .filter(Matcher::matches)
          .map(match -> match.group(1).replace("\"\"", "\""))
          .orElse(name);
    }
  }
}
