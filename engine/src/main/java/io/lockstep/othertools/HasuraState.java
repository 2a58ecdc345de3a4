package io.lockstep.othertools;

import io.lockstep.catalog.App;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The migrations that Hasura's command line has applied: in a JSON document of its catalog, by
 * database, or in a table of the catalog, as before its projects had several databases. The JSON is
 * in the database that has Hasura's metadata, which need not be this one.
 */
final class HasuraState {
  /** The table that has the document; it is there without any migration as well. */
  static final String DOCUMENT = "hdb_version";

  private HasuraState() {}

  private record Row(String database, String version, boolean dirty) {}

  /** True if a migration has been applied with it: else Hasura only serves the database. */
  static boolean hasMigrations(JdbcClient jdbc, ToolTable table) {
    return table.isReadable(jdbc) && !rows(jdbc, table).isEmpty();
  }

  static ToolHistory read(JdbcClient jdbc, ToolTable table, App app) {
    List<Row> rows = rows(jdbc, table);
    String database = database(rows, app);
    List<Row> own = rows.stream().filter(row -> row.database().equals(database)).toList();
    Optional<Row> dirty = own.stream().filter(Row::dirty).findFirst();
    if (dirty.isPresent()) {
      return new ToolHistory.Failed(dirty.get().version());
    }
    return new ToolHistory.Versions(
        own.stream()
            .flatMap(row -> Version.parse(row.version()).stream())
            .collect(Collectors.toSet()),
        Optional.empty());
  }

  /** The only one; of several the app's own, or the one that Hasura has if none is named. */
  private static String database(List<Row> rows, App app) {
    List<String> all = rows.stream().map(Row::database).distinct().toList();
    return all.size() == 1
        ? all.get(0)
        : all.stream().filter(app.name().text()::equals).findFirst().orElse("default");
  }

  private static List<Row> rows(JdbcClient jdbc, ToolTable table) {
    String query =
        table.name().equals(DOCUMENT)
            ? """
              select d.key as database, m.key as version, m.value = 'true'::pg_catalog.jsonb as dirty
                from %s
               cross join pg_catalog.jsonb_each(case pg_catalog.jsonb_typeof(cli_state -> 'migrations')
                                                  when 'object' then cli_state -> 'migrations' else '{}' end) d
               cross join pg_catalog.jsonb_each(case pg_catalog.jsonb_typeof(d.value)
                                                  when 'object' then d.value else '{}' end) m
               order by m.key
              """
            : "select '' as database, version::text, dirty from %s order by version";
    return jdbc.sql(query.formatted(table.sql()))
        .query(
            (rs, i) ->
                new Row(rs.getString("database"), rs.getString("version"), rs.getBoolean("dirty")))
        .list();
  }
}
