package io.lockstep.rollout;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells a run that holds the lock that a newer rollout of its release waits for it. A waiter can't
 * write without the lock, so it shares an advisory lock, which ends with its session. The lock's
 * key is that of the release and of the rollout that the waiter is newer than: a run is never told
 * so by a rollout that is older than its own.
 */
public final class SuccessorNotice {
  private static final String PURPOSE = "lockstep: a newer rollout waits than ";

  private final JdbcClient jdbc;
  private final int release;
  private final int rollout;

  /**
   * @param rollout the number of the older rollout
   */
  public SuccessorNotice(JdbcClient jdbc, String release, long rollout) {
    this.jdbc = jdbc;
    this.release = (PURPOSE + release).hashCode();
    this.rollout = (int) rollout;
  }

  /** Gives the notice on this session, until it is withdrawn or the session ends. */
  void give() {
    call("pg_catalog.pg_try_advisory_lock_shared");
  }

  void withdraw() {
    call("pg_catalog.pg_advisory_unlock_shared");
  }

  private void call(String function) {
    jdbc.sql("select " + function + "(:release, :rollout)")
        .param("release", release)
        .param("rollout", rollout)
        .query(Boolean.class)
        .single();
  }

  /** True if a session gives this notice. */
  public boolean isGiven() {
    return jdbc.sql(
            """
            select exists (
              select from pg_catalog.pg_locks
               where locktype = 'advisory' and objsubid = 2 and granted and mode = 'ShareLock'
                 and classid = :release::pg_catalog.int8::pg_catalog.oid and objid = :rollout::pg_catalog.int8::pg_catalog.oid
                 and database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()))
            """)
        .param("release", Integer.toUnsignedLong(release))
        .param("rollout", Integer.toUnsignedLong(rollout))
        .query(Boolean.class)
        .single();
  }

  /** True if it is about this rollout. */
  boolean isAbout(Optional<Long> number) {
    return number.filter(n -> n.intValue() == rollout).isPresent();
  }
}
