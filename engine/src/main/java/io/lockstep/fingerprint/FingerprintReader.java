package io.lockstep.fingerprint;

import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads what a schema consists of from the system catalogs, which any role may read, in four
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
    int server =
        jdbc.sql(
                """
                select current_setting('server_version_num')::int
                 where set_config('search_path', 'pg_catalog', true) is not null
                   and set_config('jit', 'off', true) is not null
                """)
            .query(Integer.class)
            .single();
    TreeMap<String, String> objects = new TreeMap<>();
    for (String query : List.of(TableSql.of(server), OtherSql.QUERY, GrantSql.QUERY)) {
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
    return new Fingerprint(objects);
  }
}
