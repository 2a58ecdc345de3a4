package io.lockstep.audit;

import io.lockstep.database.Relations;
import io.lockstep.lock.LeaseTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads {@code lockstep.run}. */
public final class RunReader {
  private final JdbcClient jdbc;

  /** Reads with this session. */
  public RunReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The newest run, which may be active; empty on a database that never had one. */
  public Optional<RunEntry> last() {
    return newest(1).stream().findFirst();
  }

  /**
   * The newest runs first, at most this many. A run that has not ended counts as active until its
   * lease expires; then it died, although only the next run records so.
   */
  public List<RunEntry> newest(int limit) {
    if (!exists()) {
      return List.of();
    }
    List<RunEntry> runs = rows(limit, true);
    // An unfinished run is rare: only then the lease matters.
    boolean died = runs.stream().anyMatch(RunEntry::running) && !LeaseTable.isHeld(jdbc);
    return died ? rows(limit, false) : runs;
  }

  /**
   * True if this is the release's newest rollout, and its last turn has ended well.
   *
   * @param generation the name of its Jobs, or its beginning up to a hyphen
   */
  public boolean isDone(String release, String generation) {
    return exists()
        && jdbc.sql(
                """
                select exists (select from lockstep.release l
                                 join lockstep.run r on r.release = l.name and r.rollout = l.rollout
                                where l.name = :release and starts_with(l.generation || '-', :generation || '-')
                                  and r.turn = r.turns and r.result = 'done')
                """)
            .param("release", release)
            .param("generation", generation)
            .query(Boolean.class)
            .single();
  }

  private boolean exists() {
    return Relations.exists(jdbc, "lockstep.run");
  }

  private List<RunEntry> rows(int limit, boolean underWay) {
    return jdbc.sql(
            """
            select id, app, target, from_version, to_version, release, revision, generation, holder, database_user,
                   started_at, ended_at,
                   case when result = 'running' and not :underWay then 'died' else result end as result,
                   exit_code, reason, steps, step, step_script, step_started_at
              from lockstep.run
             order by id desc
             limit :limit
            """)
        .param("underWay", underWay)
        .param("limit", limit)
        .query((rs, i) -> row(rs))
        .list();
  }

  private static RunEntry row(ResultSet rs) throws SQLException {
    return new RunEntry(
        rs.getLong("id"),
        text(rs, "app"),
        rs.getString("target"),
        text(rs, "from_version"),
        text(rs, "to_version"),
        text(rs, "release"),
        Optional.ofNullable(rs.getObject("revision", Long.class)),
        text(rs, "generation"),
        rs.getString("holder"),
        rs.getString("database_user"),
        rs.getObject("started_at", OffsetDateTime.class).toInstant(),
        time(rs, "ended_at"),
        rs.getString("result"),
        Optional.ofNullable(rs.getObject("exit_code", Integer.class)),
        text(rs, "reason"),
        rs.getInt("steps"),
        rs.getInt("step"),
        text(rs, "step_script"),
        time(rs, "step_started_at"));
  }

  private static Optional<String> text(ResultSet rs, String column) throws SQLException {
    return Optional.ofNullable(rs.getString(column));
  }

  private static Optional<Instant> time(ResultSet rs, String column) throws SQLException {
    return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
