package io.lockstep.audit;

import io.lockstep.schema.Relations;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads {@code lockstep.verification}. */
public final class VerificationReader {
  private final JdbcClient jdbc;
  private final String schema;

  /**
   * @param schema the schema in which the migrations run
   */
  public VerificationReader(JdbcClient jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** The last one; empty if none was recorded, or if the tables are an older Lockstep's. */
  public Optional<VerificationEntry> last() {
    return Optional.ofNullable(newestIn(jdbc, List.of(schema)).get(schema));
  }

  /** The last one of each of these schemas; one that never had any is left out. */
  public static Map<String, VerificationEntry> newestIn(JdbcClient jdbc, List<String> schemas) {
    Map<String, VerificationEntry> newest = new HashMap<>();
    if (Relations.exists(jdbc, "lockstep.verification")) {
      jdbc.sql(
              """
              select schema_name, verified_at, targets, result, findings, differences, lines
                from lockstep.verification
               where id in (select max(id) from lockstep.verification where schema_name = any(:schemas)
                             group by schema_name)
              """)
          .param("schemas", schemas.toArray(String[]::new))
          .query(
              rs -> {
                newest.put(rs.getString("schema_name"), row(rs));
              });
    }
    return newest;
  }

  private static VerificationEntry row(ResultSet rs) throws SQLException {
    return new VerificationEntry(
        rs.getObject("verified_at", OffsetDateTime.class).toInstant(),
        texts(rs.getArray("targets")),
        VerificationResult.parse(rs.getString("result")),
        rs.getInt("findings"),
        rs.getInt("differences"),
        texts(rs.getArray("lines")));
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
