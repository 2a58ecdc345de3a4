package io.lockstep.progress;

import io.lockstep.database.ServerSession;
import io.lockstep.lock.LeaseRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads PostgreSQL's {@code pg_stat_progress_…} views. The phase decides which of their counters
 * applies (PostgreSQL manual, "Progress Reporting"): lockers for an index's waits, tuples for its
 * sorting and loading, and blocks for all else.
 *
 * <p>Of another role's session a view shows only the process: {@code relid} is null, the command is
 * the view's, and the result is {@code hidden}.
 */
public final class ProgressReader {
  private static final String STATEMENTS =
      """
      with statement as (
        select p.pid, p.relid, coalesce(p.command, 'CREATE INDEX') as command, p.phase,
               case when p.phase like 'waiting%' then p.lockers_done
                    when p.phase like '%tuples%' then p.tuples_done else p.blocks_done end as done,
               case when p.phase like 'waiting%' then p.lockers_total
                    when p.phase like '%tuples%' then p.tuples_total else p.blocks_total end as total
          from pg_catalog.pg_stat_progress_create_index p
        union all
        select p.pid, p.relid, coalesce(p.command, 'CLUSTER'), p.phase, p.heap_blks_scanned,
               case when p.phase = 'seq scanning heap' then p.heap_blks_total end
          from pg_catalog.pg_stat_progress_cluster p
        union all
        select p.pid, p.relid, 'VACUUM', p.phase,
               case when p.phase = 'vacuuming heap' then p.heap_blks_vacuumed else p.heap_blks_scanned end,
               case when p.phase in ('scanning heap', 'vacuuming heap') then p.heap_blks_total end
          from pg_catalog.pg_stat_progress_vacuum p
        union all
        select p.pid, p.relid, 'ANALYZE', p.phase, p.sample_blks_scanned,
               case when p.phase like 'acquiring%sample rows' then p.sample_blks_total end
          from pg_catalog.pg_stat_progress_analyze p
        union all
        select p.pid, p.relid, coalesce(p.command, 'COPY'), null, p.bytes_processed, p.bytes_total
          from pg_catalog.pg_stat_progress_copy p
      )
      select s.command, c.relname as relation, s.phase, s.relid is null as hidden,
             case when s.total > 0 then least(100, 100 * s.done / s.total)::int end as percent
        from statement s
        join pg_catalog.pg_stat_activity a on a.pid = s.pid
        left join pg_catalog.pg_class c on c.oid = s.relid
      """;

  private final JdbcClient jdbc;

  public ProgressReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The progress of the statement that this server process runs. */
  public Optional<StatementProgress> of(int pid) {
    return jdbc.sql(STATEMENTS + " where a.pid = :pid limit 1")
        .param("pid", pid)
        .query((rs, i) -> row(rs))
        .optional();
  }

  /** The progress of the statement that the holder of the lock runs. */
  public Optional<StatementProgress> ofHolder(LeaseRow lease) {
    return lease.work().map(ServerSession::pid).flatMap(this::of);
  }

  private static StatementProgress row(ResultSet rs) throws SQLException {
    return new StatementProgress(
        rs.getString("command"),
        Optional.ofNullable(rs.getString("relation")),
        Optional.ofNullable(rs.getString("phase")),
        Optional.ofNullable(rs.getObject("percent", Integer.class)),
        rs.getBoolean("hidden"));
  }
}
