package io.lockstep.rehearse.effect;

import io.lockstep.database.Session;
import io.lockstep.run.report.StepObserver;
import java.sql.Connection;
import java.util.HashSet;
import java.util.Set;

/** Records the relations that a migration's transaction has locked against everybody. */
public final class LockObserver implements StepObserver {
  private final Set<Long> seen = new HashSet<>();

  /** PostgreSQL keeps such locks until the end of the transaction, so all are still there. */
  @Override
  public void beforeCommit(Connection connection) {
    seen.addAll(
        Session.jdbcOn(connection)
            .sql(
                """
                select l.relation::bigint
                  from pg_catalog.pg_locks l
                 where l.pid = pg_backend_pid()
                   and l.locktype = 'relation'
                   and l.mode = 'AccessExclusiveLock'
                   and l.granted
                """)
            .query(Long.class)
            .list());
  }

  /** The OIDs recorded since the last call. */
  public Set<Long> take() {
    Set<Long> taken = Set.copyOf(seen);
    seen.clear();
    return taken;
  }
}
