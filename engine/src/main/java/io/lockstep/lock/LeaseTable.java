package io.lockstep.lock;

import io.lockstep.database.ServerSession;
import io.lockstep.database.Session;
import io.lockstep.schema.Relations;
import io.lockstep.sql.RowNotWritten;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Owns {@code lockstep.lease}: every query of its one row is here, and every change except those by
 * ShedLock, which takes and extends the lease ({@link Lease}).
 */
public final class LeaseTable {
  /** Its name for ShedLock. */
  static final String NAME = "lockstep.lease";

  /**
   * The query that {@link LeaseRow#of} reads; its parameter is the lock's name. The tables of an
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

  /**
   * Takes name, token and time; returns the row, locked, if the lease is ours: see {@link Fence}.
   */
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

  /** An SQL condition: somebody has the lease, perhaps somebody dead. */
  public static final String IS_TAKEN = "exists (select from lockstep.lease)";

  private final JdbcClient jdbc;

  /** Asks with this session. */
  public LeaseTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Reads the lease; empty if it is free or has expired, or if our tables don't exist yet. */
  public Optional<LeaseRow> held() {
    return Relations.exists(jdbc, NAME) ? read().filter(row -> !row.expired()) : Optional.empty();
  }

  /** True if a run may be active: a process holds the lease, and it has not expired. */
  public boolean isHeld() {
    return held().isPresent();
  }

  /** Reads the lease, expired or not; empty if there is none. Our tables must exist. */
  public Optional<LeaseRow> read() {
    return jdbc.sql(QUERY).param("name", Lease.NAME).query((rs, i) -> LeaseRow.of(rs)).optional();
  }

  /**
   * Records the session that runs the migrations; false if the lease is lost. It has the conditions
   * of ShedLock's extension, so that this session's caches have all that the extension looks up: a
   * script that keeps pg_class or pg_statistic locked does not keep it waiting then.
   */
  boolean recordWork(String token, ServerSession work) {
    return jdbc.sql(
                """
                update lockstep.lease
                   set work_pid = :pid, work_start = :start
                 where name = :name and token = :token
                   and locked_by >= '' and lock_until > clock_timestamp()
                """)
            .param("pid", work.pid())
            .param("start", work.start().atOffset(ZoneOffset.UTC))
            .param("name", Lease.NAME)
            .param("token", token)
            .update()
        > 0;
  }

  /** True if this holder has the lease, and it has not expired. */
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

  /**
   * Inserts a row and takes it back.
   *
   * @throws RowNotWritten with what the server has against it, if it says so
   */
  static void tryOut(Session session) {
    try {
      session.connection().setAutoCommit(false);
      try {
        session
            .jdbc()
            .sql(
                """
                insert into lockstep.lease (name, lock_until, locked_at, locked_by)
                values (:name, clock_timestamp(), clock_timestamp(), 'a try')
                """)
            .param("name", Lease.NAME)
            .update();
      } catch (DataAccessException e) {
        throw RowNotWritten.refused(NAME, SqlStates.sqlException(e).orElseThrow(() -> e));
      } finally {
        session.connection().rollback();
        session.connection().setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException("trying to take the lease", null, e);
    }
  }

  /** Removes the row of this holder, if there is one. */
  void remove(String token) {
    jdbc.sql("delete from lockstep.lease where name = :name and token = :token")
        .param("name", Lease.NAME)
        .param("token", token)
        .update();
  }
}
