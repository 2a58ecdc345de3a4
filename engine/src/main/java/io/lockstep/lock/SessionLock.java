package io.lockstep.lock;

import io.lockstep.database.ServerSession;
import io.lockstep.database.ServerSessions;
import io.lockstep.database.Session;
import io.lockstep.schema.LockstepSchema;
import io.lockstep.sql.SqlStates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/** Takes PostgreSQL's advisory lock for this session. */
final class SessionLock {
  /** "lockstep" in ASCII. */
  static final long KEY = 0x6C6F636B73746570L;

  /** An SQL condition: nobody has it, nor gets it until the end of this transaction. */
  static final String IS_FREE = "pg_catalog.pg_try_advisory_xact_lock_shared(" + KEY + ")";

  /** The query that takes it without waiting. It is evaluated once, even in a join. */
  private static final String TRY = "select pg_try_advisory_lock(:key) as taken";

  private final Session session;
  private boolean tablesExist;

  SessionLock(Session session) {
    this.session = session;
    this.tablesExist = session.hasLockstepSchema();
  }

  /**
   * The result of one try.
   *
   * @param taken true if the lock is ours now
   * @param lease the holder's lease, as far as known; if the lock was taken, the previous holder's
   * @param tables the version of our tables; 0 if it is not known that they exist
   * @param tablesLocked true if a session keeps our tables locked, so that nothing could be read
   */
  record Attempt(
      boolean taken,
      Optional<LeaseRow> lease,
      int tables,
      DatabaseClock clock,
      boolean tablesLocked) {
    /** True if no process had the lease just before. */
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
   * Tries once, in one statement, because many processes may be waiting, and each of them polls. No
   * try is made while our tables are locked: a statement locks the tables it reads before it
   * begins, and their locker may be a holder that upgrades them, or one that stopped meanwhile.
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
   * The sessions that have the lock, do nothing, and have sent nothing to the server for this long:
   * a process that stopped between the lock and its lease, or whose node was lost there, perhaps
   * while it created our tables. A living holder extends its lease, or polls.
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

  /** True if a session has the lock, and its commit waits for a synchronous standby. */
  boolean waitsForStandby() {
    return session
        .jdbc()
        .sql(
            """
            select exists (
              select from pg_catalog.pg_locks l cross join %s
               where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
                 and l.classid::bigint = :key >> 32 and l.objid::bigint = :key & 4294967295
                 and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
                 and a.wait_event = 'SyncRep')
            """
                .formatted(ServerSessions.activity("l.pid", "a")))
        .param("key", KEY)
        .query(Boolean.class)
        .single();
  }

  private Attempt firstAttempt() {
    boolean taken = session.jdbc().sql(TRY).param("key", KEY).query(Boolean.class).single();
    tablesExist = !taken && LockstepSchema.exist(session);
    Optional<LeaseRow> lease =
        tablesExist ? new LeaseTable(session.jdbc()).read() : Optional.empty();
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
