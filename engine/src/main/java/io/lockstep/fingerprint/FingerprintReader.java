package io.lockstep.fingerprint;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the content of schemas from the system catalogs, which any role may read, in two statements
 * however large the schemas are. Objects of the home schema are named without it, all others with
 * theirs. It leaves out data and statistics, the order of a table's columns, owners, objects that
 * belong to an extension, and Flyway's history tables; and for now operators, collations and text
 * search objects.
 */
public final class FingerprintReader {
  private final JdbcClient jdbc;

  /**
   * @param jdbc a session in a transaction. For this transaction only, the reader makes the
   *     settings on which PostgreSQL's own texts depend, like pg_dump (setup_connection in
   *     pg_dump.c), and turns JIT compilation off, which would take longer than the queries
   */
  public FingerprintReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Reads everything in this scope. Takes only the locks of a reader. */
  public Fingerprint read(SchemaScope scope) {
    int server = begin();
    // The other half comes first: it goes on with the WITH clause before it has a SELECT.
    return scope.of(
        objects(scope, Half.OTHER.part(server) + " union all " + Half.ONE.part(server)));
  }

  /** Reads all schemas that belong to a release in this one, and leaves nothing of them out. */
  public Fingerprint read(String home) {
    return read(SchemaScope.read(jdbc, home, ObjectPatterns.NONE));
  }

  /** Reads one half of it, while another session reads the other one. */
  public Fingerprint read(SchemaScope scope, Half half) {
    return scope.of(objects(scope, half.part(begin())));
  }

  private int begin() {
    return jdbc.sql(
            """
            select current_setting('server_version_num')::int
             where set_config('search_path', 'pg_catalog', true) is not null
               and set_config('jit', 'off', true) is not null
               and set_config('timezone', 'UTC', true) is not null
               and set_config('datestyle', 'ISO, MDY', true) is not null
               and set_config('intervalstyle', 'postgres', true) is not null
               and set_config('extra_float_digits', '3', true) is not null
               and set_config('bytea_output', 'hex', true) is not null
               and set_config('lc_monetary', 'C', true) is not null
               and set_config('quote_all_identifiers', 'off', true) is not null
            """)
        .query(Integer.class)
        .single();
  }

  private Fingerprint objects(SchemaScope scope, String parts) {
    TreeMap<String, String> objects = new TreeMap<>();
    Map<String, String> wholes = new HashMap<>();
    jdbc.sql(SchemaSql.PRELUDE + parts)
        .param(scope.home())
        .param(scope.schemas().toArray(String[]::new))
        .query(
            rs -> {
              SchemaObject object =
                  new SchemaObject(
                      rs.getString("kind"),
                      rs.getString("name"),
                      Objects.requireNonNullElse(rs.getString("definition"), ""));
              objects.put(object.key(), object.definition());
              wholes.put(object.key(), rs.getString("whole"));
            });
    return new Fingerprint(objects, wholes);
  }

  /** Two halves that take about the same time. */
  public enum Half {
    /** Tables and their columns, sequences, types and routines. */
    ONE,
    /** Indexes, grants and comments. */
    OTHER;

    private String part(int server) {
      return switch (this) {
        case ONE -> TableSql.of(server) + " union all " + TypeAndRoutineSql.QUERY;
        case OTHER -> GrantSql.QUERY + " union all " + TableSql.INDEXES_AND_STATISTICS;
      };
    }
  }
}
