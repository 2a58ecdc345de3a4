package io.lockstep.waiting;

import io.lockstep.schema.Relations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads {@code lockstep.contract_wait}. */
public final class ContractWaitReader {
  private final JdbcClient jdbc;

  /** Asks with this session. */
  public ContractWaitReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The releases that wait, by name; none if the tables are an older Lockstep's. */
  public List<ContractWait> all() {
    return Relations.exists(jdbc, "lockstep.contract_wait") ? read() : List.of();
  }

  private List<ContractWait> read() {
    return jdbc.sql(
            """
            select release, waiting_for, since, updated_at, pg_catalog.clock_timestamp() as now
              from lockstep.contract_wait
             order by release
            """)
        .query((rs, i) -> row(rs))
        .list();
  }

  private static ContractWait row(ResultSet rs) throws SQLException {
    Instant updatedAt = instant(rs, "updated_at");
    return new ContractWait(
        rs.getString("release"),
        List.of((String[]) rs.getArray("waiting_for").getArray()),
        instant(rs, "since"),
        updatedAt,
        Duration.between(updatedAt, instant(rs, "now")).toSeconds());
  }

  private static Instant instant(ResultSet rs, String column) throws SQLException {
    return rs.getObject(column, OffsetDateTime.class).toInstant();
  }
}
