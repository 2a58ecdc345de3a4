package io.lockstep.lock;

import io.lockstep.database.LockstepSchema;
import io.lockstep.database.ServerSession;
import io.lockstep.database.ServerSessions;
import io.lockstep.database.Session;
import io.lockstep.database.SqlStates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/** PostgreSQL's own lock, as this session asks for it. */
final class SessionLock {
  /** "lockstep" in ASCII. */
  static final long KEY = 0x6C6F636B73746570L;

  /** The query that takes it without waiting. Evaluated once, whatever is joined to it. */
  private static final String TRY = "select pg_try_advisory_lock(:key) as taken";

  private final Session session;
  private boolean tablesExist;

  SessionLock(Session session) {
    this.session = session;
    this.tablesExist = session.hasLockstepSchema();
  }

  /**
   * How one try ended.
   *
   * @param taken whether the lock is ours now
   * @param lease who has it else, as far as that is known; if it was taken, who had it just before
   * @param tables the version of our tables; 0 if it is not known that they exist
   * @param tablesLocked whether a session keeps our tables locked, so that nothing could be read
   */
  record Attempt(
      boolean taken,
      Optional<LeaseRow> lease,
      int tables,
      DatabaseClock clock,
      boolean tablesLocked) {
    /** Whether nobody had the lease just before. */
    boolean sawNone() {
      return tables > 0 && lease.isEmpty();
    }

    private static Attempt of(ResultSet rs) throws SQLException {
      Optional<LeaseRow> lease =
          rs.getString("token") == null ? Optional.empty() : Optional.of(LeaseRow.of(rs));
      return new Attempt(
          rs.getBoolean("taken"), lease, rs.getInt("tables"), DatabaseClock.of(rs, "now"), false);
    }
  }

  /**
   * Tries once: one statement, since many may be waiting, and each of them asks again and again.
   * While our tables are locked nothing is tried, since a statement locks what it reads before it
   * begins: it may be a holder that brings them to its version, or has stopped while it did.
   */
  Attempt attempt() {
    try {
      return tablesExist ? attemptAndLook() : firstAttempt();
    } catch (DataAccessException e) {
      if (!SqlStates.isLockTimeout(e)) {
        throw e;
      }
      return new Attempt(false, Optional.empty(), 0, DatabaseClock.read(session.jdbc()), true);
    }
  }

  /**
   * Those that have the lock, do nothing, and have said nothing to the server for this long: a
   * process that stopped between the lock and its lease, or a node that was lost there, while it
   * made our tables perhaps. A living holder extends its lease, or polls.
   */
  List<ServerSession> silentHolders(Duration silence) {
    return session
        .jdbc()
        .sql(
            """
            select a.pid, a.backend_start
              from pg_catalog.pg_locks l cross join %s
             where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
               and l.classid::bigint = :key >> 32 and l.objid::bigint = :key & 4294967295
               and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
               and a.state like 'idle%%' and a.state_change < clock_timestamp() - :silence * interval '1 ms'
            """
                .formatted(ServerSessions.activity("l.pid", "a")))
        .param("key", KEY)
        .param("silence", silence.toMillis())
        .query(
            (rs, i) ->
                new ServerSession(
                    rs.getInt("pid"),
                    rs.getObject("backend_start", OffsetDateTime.class).toInstant()))
        .list();
  }

  private Attempt firstAttempt() {
    boolean taken = session.jdbc().sql(TRY).param("key", KEY).query(Boolean.class).single();
    tablesExist = !taken && LockstepSchema.exist(session);
    Optional<LeaseRow> lease = tablesExist ? LeaseTable.read(session.jdbc()) : Optional.empty();
    return new Attempt(taken, lease, 0, DatabaseClock.read(session.jdbc()), false);
  }

  private Attempt attemptAndLook() {
    return session
        .jdbc()
        .sql(
            """
            with attempt as materialized (%s)
            select attempt.taken, (%s) as tables, clock_timestamp() as now, lease.*
              from attempt left join (%s) lease on true
            """
                .formatted(TRY, LockstepSchema.VERSION, LeaseTable.QUERY))
        .param("key", KEY)
        .param("name", Lease.NAME)
        .query((rs, i) -> Attempt.of(rs))
        .single();
  }
}
