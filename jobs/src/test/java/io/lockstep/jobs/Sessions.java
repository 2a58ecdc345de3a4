package io.lockstep.jobs;

import io.lockstep.Patience;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The program's sessions, as the server shows them. */
final class Sessions {
  /** One that runs a migration's {@code select pg_sleep(…)}. */
  static final String SLEEPS = "query ~ '^select pg_sleep' and state = 'active'";

  /** The next run does not wait for the end of a lease of 30 s, on a busy machine either. */
  static final Duration LONG_BEFORE_A_LEASE_ENDS = Duration.ofSeconds(20);

  private Sessions() {}

  /** How many of this database's meet the condition, whatever a script has called them. */
  static int count(JdbcClient jdbc, String condition) {
    return jdbc.sql(
            """
            select count(*) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and (%s)
            """
                .formatted(condition))
        .query(Integer.class)
        .single();
  }

  /** Waits until nobody has extended the lease in time. */
  static void awaitExpiredLease(JdbcClient jdbc) {
    Patience.await()
        .until(
            () ->
                jdbc.sql("select bool_and(lock_until < clock_timestamp()) from lockstep.lease")
                    .query(Boolean.class)
                    .single());
  }

  /** Waits until the holder has extended its lease once more. */
  static void awaitExtendedLease(JdbcClient jdbc) {
    OffsetDateTime before = leaseEnd(jdbc);
    Patience.await().until(() -> leaseEnd(jdbc).isAfter(before));
  }

  private static OffsetDateTime leaseEnd(JdbcClient jdbc) {
    return jdbc.sql("select lock_until from lockstep.lease").query(OffsetDateTime.class).single();
  }

  /** Waits for one. */
  static void await(JdbcClient jdbc, String condition) {
    Patience.await().until(() -> count(jdbc, condition) > 0);
  }
}
