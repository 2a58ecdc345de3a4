package io.lockstep.history;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.schema.LockstepSchema;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.SqlStates;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the state of a database without writing or locking anything. */
public final class SchemaHistoryReader {
  /** An SQL condition with a parameter {@code schema}: a step was begun, and has not ended well. */
  public static final String ANY_UNFINISHED =
      "exists (select from lockstep.unfinished where schema_name = :schema)";

  /** The query for the rows of one table, as a format of its number and its name. */
  static final String ROWS =
      """
      select %d as history, installed_rank, version, description, type,
             case when success then '' else script end as script, checksum, installed_by,
             installed_on::timestamptz as installed_on, execution_time, success
        from %s
      """;

  /** So many rows are in memory as the server has sent them; the others wait on the server. */
  private static final int AT_ONCE = 1000;

  /** In the list of tables that exist, so that no further statement asks for it. */
  private static final String BACKSLASHES = "\\ escapes";

  private final JdbcClient jdbc;
  private final String schema;

  /**
   * @param jdbc the session to read with
   * @param schema the schema in which the migrations run and their history tables are
   */
  public SchemaHistoryReader(JdbcClient jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /**
   * Reads every app that has a history table here, also those that this catalog does not know.
   *
   * @throws DataAccessException also if rows of it may be hidden, as for a missing right
   */
  public DatabaseState read(Catalog catalog) {
    List<Table> existing = existingTables(catalog);
    TreeMap<String, AppName> tables = new TreeMap<>();
    existing.stream()
        .filter(t -> !t.own())
        .forEach(t -> appOf(catalog, t.name()).ifPresent(app -> tables.put(t.name(), app)));
    TreeMap<AppName, AppHistory> histories = new TreeMap<>();
    if (!tables.isEmpty()) {
      Map<String, List<HistoryRow>> rows = rows(List.copyOf(tables.keySet()));
      tables.forEach(
          (table, app) -> histories.put(app, AppHistory.of(rows.getOrDefault(table, List.of()))));
    }
    return new DatabaseState(
        histories,
        new UndoScriptReader(
            jdbc, schema, hasOwn(existing, "applied"), hasOwn(existing, "applied.contract")),
        unfinished(histories, hasOwn(existing, "unfinished")),
        hasOwn(existing, "batch") ? new BatchProgressReader(jdbc, schema).read() : List.of(),
        !hasOwn(existing, BACKSLASHES));
  }

  /** The names of the apps' history tables that exist. */
  public List<String> historyTables(Catalog catalog) {
    return existingTables(catalog).stream()
        .filter(t -> !t.own())
        .map(Table::name)
        .filter(name -> appOf(catalog, name).isPresent())
        .toList();
  }

  /**
   * The history tables, and Lockstep's own tables and columns that exist: an older Lockstep made
   * fewer. The table of batches counts once it has had a row. A schema's tables are found by their
   * dependency on it, for which there is an index: there may be thousands of other schemas.
   */
  private List<Table> existingTables(Catalog catalog) {
    return jdbc.sql(
            """
            select c.relname, false as own, pg_catalog.row_security_active(c.oid) as hidden
              from pg_catalog.pg_depend d
              join pg_catalog.pg_class c on c.oid = d.objid
             where d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
               and d.refobjid = (select oid from pg_catalog.pg_namespace where nspname = :schema)
               and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
               and c.relkind in ('r', 'p')
               and (c.relname like '%\\_schema\\_history' or c.relname = any(:configured))
               and exists (select from pg_catalog.pg_attribute a
                            where a.attrelid = c.oid and a.attname = 'installed_rank')
            union all
            select c.relname, true as own, pg_catalog.row_security_active(c.oid)
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'lockstep'
               and c.relname in ('applied', 'unfinished')
            union all
            select c.relname || '.' || a.attname, true as own, false
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'contract'
             where n.nspname = 'lockstep'
               and c.relname = 'applied'
            union all
            select 'batch', true, false
             where pg_catalog.pg_relation_size(
                     (select oid from pg_catalog.pg_class
                       where relname = 'batch'
                         and relnamespace = (select oid from pg_catalog.pg_namespace where nspname = 'lockstep'))) > 0
            union all
            select :backslashes, true, false
             where pg_catalog.current_setting('standard_conforming_strings') = 'off'
            """)
        .param("schema", schema)
        .param("backslashes", BACKSLASHES)
        .param(
            "configured",
            catalog.apps().values().stream().map(App::historyTable).toArray(String[]::new))
        .query(
            (rs, i) -> {
              Table table = new Table(rs.getString("relname"), rs.getBoolean("own"));
              if (rs.getBoolean("hidden")) {
                throw hidden(table.own() ? LockstepSchema.SCHEMA : schema, table.name());
              }
              return table;
            })
        .list();
  }

  /** With some of its rows missing, what is applied would look like pending. */
  static DataAccessException hidden(String schema, String table) {
    String why =
        "row-level security may hide rows of %s.%s from this role, which has no BYPASSRLS"
            .formatted(Identifier.quote(schema), Identifier.quote(table));
    return new PermissionDeniedDataAccessException(
        why, new SQLException(why, SqlStates.MISSING_RIGHT));
  }

  /** The app whose history is in a table of this name, if any. */
  static Optional<AppName> appOf(Catalog catalog, String table) {
    for (App app : catalog.apps().values()) {
      if (app.historyTable().equals(table)) {
        return Optional.of(app.name());
      }
    }
    if (table.equals("flyway_schema_history")
        || !table.endsWith(AppSettings.DEFAULT_TABLE_SUFFIX)) {
      return Optional.empty(); // stock Flyway's own, which no app has adopted
    }
    return AppName.parse(
            table.substring(0, table.length() - AppSettings.DEFAULT_TABLE_SUFFIX.length()))
        .filter(name -> catalog.app(name).isEmpty());
  }

  /** Reads all tables in one query. */
  private Map<String, List<HistoryRow>> rows(List<String> tables) {
    Map<String, List<HistoryRow>> rows = new HashMap<>();
    jdbc.sql(query(schema, tables) + " order by 1, installed_rank")
        .withFetchSize(AT_ONCE)
        .query(
            rs -> {
              rows.computeIfAbsent(tables.get(rs.getInt("history")), t -> new ArrayList<>())
                  .add(row(rs));
            });
    return rows;
  }

  /** The query for all rows of these tables; its column {@code history} is the table's place. */
  public static String query(String schema, List<String> tables) {
    return IntStream.range(0, tables.size())
        .mapToObj(
            i ->
                ROWS.formatted(i, Identifier.quote(schema) + "." + Identifier.quote(tables.get(i))))
        .collect(Collectors.joining(" union all "));
  }

  /** Reads a row of {@link #ROWS}. */
  public static HistoryRow row(ResultSet rs) throws SQLException {
    return new HistoryRow(rs);
  }

  /** Uses our marks; without one, the row that stock Flyway may have left of a failed step. */
  private Map<AppName, UnfinishedStep> unfinished(
      Map<AppName, AppHistory> histories, boolean marks) {
    Map<AppName, UnfinishedStep> unfinished = new HashMap<>();
    histories.forEach(
        (app, history) ->
            history
                .lastFailed()
                .flatMap(row -> row.version().map(v -> UnfinishedStep.ofFlyway(v, row)))
                .ifPresent(step -> unfinished.put(app, step)));
    if (marks) {
      unfinished.putAll(marked());
    }
    return unfinished;
  }

  private Map<AppName, UnfinishedStep> marked() {
    Map<AppName, UnfinishedStep> unfinished = new HashMap<>();
    jdbc.sql(
            """
            select app, action, version, script, holder, began_at
              from lockstep.unfinished
             where schema_name = :schema
            """)
        .param("schema", schema)
        .query(
            rs -> {
              unfinished.put(new AppName(rs.getString("app")), unfinished(rs));
            });
    return unfinished;
  }

  private static UnfinishedStep unfinished(ResultSet rs) throws SQLException {
    return new UnfinishedStep(
        StepAction.parse(rs.getString("action")),
        Version.of(rs.getString("version")),
        rs.getString("script"),
        rs.getString("holder"),
        rs.getObject("began_at", OffsetDateTime.class).toInstant());
  }

  private static boolean hasOwn(List<Table> existing, String name) {
    return existing.stream().anyMatch(table -> table.own() && table.name().equals(name));
  }

  private record Table(String name, boolean own) {}
}
