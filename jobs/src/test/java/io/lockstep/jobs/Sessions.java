package io.lockstep.jobs;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The program's sessions, as the server shows them. */
final class Sessions {
  /** One that runs a migration's {@code select pg_sleep(…)}. */
  static final String SLEEPS = "query ~ '^select pg_sleep' and state = 'active'";

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
    Awaitility.await()
        .atMost(30, SECONDS)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                jdbc.sql("select bool_and(lock_until < clock_timestamp()) from lockstep.lease")
                    .query(Boolean.class)
                    .single());
  }

  /** Waits for one. */
  static void await(JdbcClient jdbc, String condition) {
    Awaitility.await()
        .atMost(30, SECONDS)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> count(jdbc, condition) > 0);
  }
}
