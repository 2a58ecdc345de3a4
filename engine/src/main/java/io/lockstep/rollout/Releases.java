package io.lockstep.rollout;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The newest rollout of each release, so that no older one runs after it (rule 6). */
public final class Releases {
  private final JdbcClient jdbc;
  private final Instant arrived;

  /**
   * @param arrived when this process came, by the database's clock
   */
  public Releases(JdbcClient jdbc, Instant arrived) {
    this.jdbc = jdbc;
    this.arrived = arrived;
  }

  /** How a rollout stands against the newest one known. */
  public enum Standing {
    /** It is the newest, and known. */
    CURRENT,
    /** It is newer than all that is known. */
    NEW,
    /** A newer one has run. */
    SUPERSEDED
  }

  /** Compares, and writes nothing. */
  public Standing standing(Rollout rollout) {
    return row(rollout.release()).map(row -> row.compare(rollout, arrived)).orElse(Standing.NEW);
  }

  /** The number of the release's newest rollout here; empty if it has none. */
  public Optional<Long> number(Rollout rollout) {
    return row(rollout.release()).map(Row::rollout);
  }

  /**
   * Makes this rollout the newest unless it is superseded. Call it only while holding the lock.
   *
   * @return its number, or empty if it is superseded
   */
  public Optional<Long> enter(Rollout rollout) {
    return switch (standing(rollout)) {
      case SUPERSEDED -> Optional.empty();
      case CURRENT -> number(rollout);
      case NEW -> Optional.of(record(rollout));
    };
  }

  private long record(Rollout rollout) {
    @Nullable Long revision = rollout instanceof Rollout.Revision r ? r.number() : null;
    @Nullable String generation = rollout instanceof Rollout.Generation g ? g.id() : null;
    return jdbc.sql(
            """
            insert into lockstep.release as r (name, revision, generation, rollout, arrived_at)
            values (:name, :revision, :generation, 1, :arrived)
            on conflict (name) do update
               set revision = excluded.revision, generation = excluded.generation,
                   rollout = r.rollout + 1, arrived_at = excluded.arrived_at
            returning rollout
            """)
        .param("name", rollout.release())
        .param("revision", revision, Types.BIGINT)
        .param("generation", generation, Types.VARCHAR)
        .param("arrived", arrived.atOffset(ZoneOffset.UTC))
        .query(Long.class)
        .single();
  }

  private Optional<Row> row(String release) {
    return jdbc.sql(
            "select revision, generation, rollout, arrived_at from lockstep.release where name = :name")
        .param("name", release)
        .query((rs, i) -> Row.of(rs))
        .optional();
  }

  private record Row(
      Optional<Long> revision, Optional<String> generation, long rollout, Instant arrivedAt) {
    static Row of(ResultSet rs) throws SQLException {
      return new Row(
          Optional.ofNullable(rs.getObject("revision", Long.class)),
          Optional.ofNullable(rs.getString("generation")),
          rs.getLong("rollout"),
          rs.getObject("arrived_at", OffsetDateTime.class).toInstant());
    }

    Standing compare(Rollout other, Instant arrived) {
      if (other instanceof Rollout.Revision r && revision.isPresent()) {
        int order = Long.compare(r.number(), revision.get());
        return order == 0 ? Standing.CURRENT : order < 0 ? Standing.SUPERSEDED : Standing.NEW;
      }
      if (other instanceof Rollout.Generation g && generation.filter(g.id()::equals).isPresent()) {
        return Standing.CURRENT;
      }
      return arrived.isBefore(arrivedAt) ? Standing.SUPERSEDED : Standing.NEW;
    }
  }
}
