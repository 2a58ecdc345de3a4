package io.lockstep.lock;

import io.lockstep.database.Relations;
import io.lockstep.database.ServerSession;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The owner of {@code lockstep.lease}: all that is asked of its one row, and all that is changed in
 * it but by ShedLock, which takes and extends it ({@link Lease}).
 */
public final class LeaseTable {
  /** Its name for ShedLock. */
  static final String NAME = "lockstep.lease";

  /**
   * What {@link LeaseRow#of} takes a row of; its parameter is the lock's name. The tables of an
   * older Lockstep have no work_… columns.
   */
  static final String QUERY =
      """
      select holder, token, locked_at, lock_until <= clock_timestamp() as expired, session_pid, session_start,
             (to_jsonb(lease) ->> 'work_pid')::int as work_pid,
             (to_jsonb(lease) ->> 'work_start')::timestamptz as work_start
        from lockstep.lease
       where name = :name
      """;

  /** With name, token and time; a row, locked, if the lease is ours: see {@link Fence}. */
  static final String FENCE =
      """
      select 1
        from lockstep.lease
       where name = %s and token = %s
         and case pg_catalog.current_setting('transaction_isolation')
                  when 'read committed' then lock_until
                  else greatest(lock_until, %s) end > clock_timestamp()
         for key share
      """;

  private final JdbcClient jdbc;

  LeaseTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Reads it; empty if nobody holds it, if it has run out, or if our tables don't exist yet. */
  public static Optional<LeaseRow> held(JdbcClient jdbc) {
    return Relations.exists(jdbc, NAME)
        ? read(jdbc).filter(row -> !row.expired())
        : Optional.empty();
  }

  /** Whether a run may be under way: somebody holds it, and it has not run out. */
  public static boolean isHeld(JdbcClient jdbc) {
    return held(jdbc).isPresent();
  }

  /** Reads it, run out or not; empty if there is none. Our tables must exist. */
  public static Optional<LeaseRow> read(JdbcClient jdbc) {
    return jdbc.sql(QUERY).param("name", Lease.NAME).query((rs, i) -> LeaseRow.of(rs)).optional();
  }

  /** Writes down the session that works; false if the lease is another's. */
  boolean recordWork(String token, ServerSession work) {
    return jdbc.sql(
                """
                update lockstep.lease
                   set work_pid = :pid, work_start = :start
                 where name = :name and token = :token
                """)
            .param("pid", work.pid())
            .param("start", work.start().atOffset(ZoneOffset.UTC))
            .param("name", Lease.NAME)
            .param("token", token)
            .update()
        > 0;
  }

  /** Whether this holder has it, and it has not run out. */
  boolean isHeldBy(String token) {
    return jdbc.sql(
            """
            select exists (select from lockstep.lease
                            where name = :name and token = :token and lock_until > clock_timestamp())
            """)
        .param("name", Lease.NAME)
        .param("token", token)
        .query(Boolean.class)
        .single();
  }

  /** Removes the row of this holder, if it is there. */
  void remove(String token) {
    jdbc.sql("delete from lockstep.lease where name = :name and token = :token")
        .param("name", Lease.NAME)
        .param("token", token)
        .update();
  }
}
