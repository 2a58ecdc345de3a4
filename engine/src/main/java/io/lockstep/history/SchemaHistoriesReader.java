package io.lockstep.history;

import static java.util.stream.Collectors.joining;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.sql.Identifier;
import io.lockstep.targets.AppName;
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

  /** Reads with this session. */
  public SchemaHistoriesReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The history table of one app in one schema. */
  public record HistoryTable(String schema, String name, AppName app) {}

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
   * Reads these tables with one statement. It locks all of them until the transaction ends, and a
   * server has a limited number of locks, so that thousands of tables need several transactions.
   *
   * @return by schema and app; without the names of scripts and database users
   */
  public Map<String, SortedMap<AppName, AppHistory>> read(List<HistoryTable> tables) {
    Map<String, SortedMap<AppName, AppHistory>> histories = new HashMap<>();
    if (tables.isEmpty()) {
      return histories;
    }
    Map<Integer, List<HistoryRow>> rows = new HashMap<>();
    jdbc.sql(sql(tables))
        .query(
            rs -> {
              rows.computeIfAbsent(rs.getInt("history"), t -> new ArrayList<>())
                  .add(SchemaHistoryReader.row(rs));
            });
    for (int i = 0; i < tables.size(); i++) {
      HistoryTable table = tables.get(i);
      histories
          .computeIfAbsent(table.schema(), schema -> new TreeMap<>())
          .put(table.app(), AppHistory.of(rows.getOrDefault(i, List.of())));
    }
    return histories;
  }

  private static String sql(List<HistoryTable> tables) {
    return IntStream.range(0, tables.size())
        .mapToObj(
            i ->
                """
                select %d as history, installed_rank, version, description, type, '' as script, checksum,
                       '' as installed_by, installed_on::timestamptz as installed_on, execution_time, success
                  from %s.%s
                """
                    .formatted(
                        i,
                        Identifier.quote(tables.get(i).schema()),
                        Identifier.quote(tables.get(i).name())))
        .collect(joining(" union all ", "", " order by 1, installed_rank"));
  }
}
