package io.lockstep.history;

import static java.util.stream.Collectors.joining;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.Literal;
import io.lockstep.targets.AppName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the apps' histories of many schemas of one database, with few statements. */
public final class SchemaHistoriesReader {
  private final JdbcClient jdbc;
  private final Map<String, AppHistory> known = new HashMap<>();

  /** Reads with this session. */
  public SchemaHistoriesReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The history table of one app in one schema. */
  public record HistoryTable(String schema, String name, AppName app) {
    String sql() {
      return Identifier.quote(schema) + "." + Identifier.quote(name);
    }
  }

  /** Finds the history tables in these schemas, with one statement. */
  public List<HistoryTable> tables(Catalog catalog, List<String> schemas) {
    List<HistoryTable> tables = new ArrayList<>();
    jdbc.sql(
            """
            select n.nspname, c.relname
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'installed_rank'
             where n.nspname = any(:schemas)
               and c.relkind in ('r', 'p')
               and (c.relname like '%\\_schema\\_history' or c.relname = any(:configured))
             order by n.nspname, c.relname
            """)
        .param("schemas", schemas.toArray(String[]::new))
        .param(
            "configured",
            catalog.apps().values().stream().map(App::historyTable).toArray(String[]::new))
        .query(
            rs -> {
              String name = rs.getString("relname");
              String schema = rs.getString("nspname");
              SchemaHistoryReader.appOf(catalog, name)
                  .ifPresent(app -> tables.add(new HistoryTable(schema, name, app)));
            });
    return tables;
  }

  /**
   * Reads these tables, with one statement if their histories are known from others: most of many
   * schemas have had the same steps. It locks all of them until the transaction ends, and a server
   * has a limited number of locks, so that thousands of tables need several transactions.
   *
   * @return by schema and app; steps, and not who did them and when
   */
  public Map<String, SortedMap<AppName, AppHistory>> read(List<HistoryTable> tables) {
    Map<HistoryTable, String> digests = digests(tables);
    Map<String, HistoryTable> unknown = new HashMap<>();
    digests.forEach(
        (table, digest) -> {
          if (!known.containsKey(digest)) {
            unknown.putIfAbsent(digest, table);
          }
        });
    readUnknown(unknown);
    Map<String, SortedMap<AppName, AppHistory>> histories = new HashMap<>();
    digests.forEach(
        (table, digest) ->
            histories
                .computeIfAbsent(table.schema(), schema -> new TreeMap<>())
                .put(table.app(), known.getOrDefault(digest, AppHistory.none())));
    return histories;
  }

  /** Equal for tables with the same steps in the same order. */
  private Map<HistoryTable, String> digests(List<HistoryTable> tables) {
    Map<HistoryTable, String> digests = new HashMap<>();
    each(
        tables,
        """
        select %d as history,
               pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
                   coalesce(pg_catalog.string_agg(row(version, description, type, checksum, success)::text, ''
                                                  order by installed_rank), ''), 'UTF8')), 'hex') as digest,
               pg_catalog.row_security_active(%3$s) as hidden
          from %s
        """,
        "",
        (table, rs) -> {
          if (rs.getBoolean("hidden")) {
            throw SchemaHistoryReader.hidden(table.schema(), table.name());
          }
          digests.put(table, rs.getString("digest"));
        });
    return digests;
  }

  private void readUnknown(Map<String, HistoryTable> unknown) {
    Map<HistoryTable, List<HistoryRow>> rows = new HashMap<>();
    each(
        List.copyOf(unknown.values()),
        SchemaHistoryReader.ROWS,
        " order by 1, installed_rank",
        (table, rs) ->
            rows.computeIfAbsent(table, t -> new ArrayList<>()).add(SchemaHistoryReader.row(rs)));
    unknown.forEach(
        (digest, table) -> known.put(digest, AppHistory.of(rows.getOrDefault(table, List.of()))));
  }

  private interface TableRow {
    void read(HistoryTable table, ResultSet rs) throws SQLException;
  }

  private void each(List<HistoryTable> tables, String select, String order, TableRow row) {
    if (tables.isEmpty()) {
      return;
    }
    String sql =
        IntStream.range(0, tables.size())
            .mapToObj(
                i -> select.formatted(i, tables.get(i).sql(), Literal.of(tables.get(i).sql())))
            .collect(joining(" union all ", "", order));
    jdbc.sql(sql)
        .query(
            rs -> {
              row.read(tables.get(rs.getInt("history")), rs);
            });
  }
}
