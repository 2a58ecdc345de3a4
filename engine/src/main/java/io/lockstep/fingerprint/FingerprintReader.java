package io.lockstep.fingerprint;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads what a schema consists of from the system catalogs, which any role may read, in five
 * statements however large it is. Left out are data and statistics, the order of a table's columns,
 * owners, what belongs to an extension, and Flyway's history tables; and as yet operators,
 * collations and text search objects.
 */
public final class FingerprintReader {
  private final JdbcClient jdbc;

  /**
   * @param jdbc a session in a transaction, for which alone the search path is set, and JIT
   *     compilation off: it would take longer than the queries
   */
  public FingerprintReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Reads this schema; empty if there is none. Takes no lock that a reader would not take. */
  public Fingerprint read(String schema) {
    int server = begin();
    return new Fingerprint(objects(schema, Half.ONE, server))
        .and(new Fingerprint(objects(schema, Half.OTHER, server)));
  }

  /** Reads a half of it, while another session reads the other one. */
  public Fingerprint read(String schema, Half half) {
    return new Fingerprint(objects(schema, half, begin()));
  }

  private int begin() {
    return jdbc.sql(
            """
            select current_setting('server_version_num')::int
             where set_config('search_path', 'pg_catalog', true) is not null
               and set_config('jit', 'off', true) is not null
            """)
        .query(Integer.class)
        .single();
  }

  private SortedMap<String, String> objects(String schema, Half half, int server) {
    TreeMap<String, String> objects = new TreeMap<>();
    for (String query : half.queries(server)) {
      jdbc.sql(query)
          .param("schema", schema)
          .query(
              rs -> {
                SchemaObject object =
                    new SchemaObject(
                        rs.getString("kind"),
                        rs.getString("name"),
                        Objects.requireNonNullElse(rs.getString("definition"), ""));
                objects.put(object.key(), object.definition());
              });
    }
    return objects;
  }

  /** Two parts that take about the same time. */
  public enum Half {
    /** Tables and their columns, sequences, types and routines. */
    ONE,
    /** Indexes, grants and comments. */
    OTHER;

    private List<String> queries(int server) {
      return this == ONE
          ? List.of(TableSql.of(server), OtherSql.QUERY)
          : List.of(TableSql.indexes(), GrantSql.QUERY);
    }
  }
}
