package io.lockstep.lock;

import io.lockstep.database.OwnTables;
import io.lockstep.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

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
  }

  /**
   * How one try ended.
   *
   * @param taken whether the lock is ours now
   * @param lease who has it else, as far as that is known
   */
  record Attempt(boolean taken, Optional<LeaseRow> lease) {
    private static Attempt of(ResultSet rs) throws SQLException {
      Optional<LeaseRow> lease =
          rs.getString("token") == null ? Optional.empty() : Optional.of(LeaseRow.of(rs));
      return new Attempt(rs.getBoolean("taken"), lease);
    }
  }

  /**
   * Tries once: one statement, since many may be waiting, and each of them asks again and again.
   */
  Attempt attempt() {
    if (!tablesExist) {
      boolean taken = session.jdbc().sql(TRY).param("key", KEY).query(Boolean.class).single();
      tablesExist = !taken && OwnTables.exist(session);
      return new Attempt(taken, tablesExist ? LeaseRow.read(session.jdbc()) : Optional.empty());
    }
    return session
        .jdbc()
        .sql(
            """
            with attempt as materialized (%s)
            select attempt.taken, lease.*
              from attempt left join (%s) lease on true
            """
                .formatted(TRY, LeaseRow.QUERY))
        .param("key", KEY)
        .param("name", Lease.NAME)
        .query((rs, i) -> Attempt.of(rs))
        .single();
  }
}
