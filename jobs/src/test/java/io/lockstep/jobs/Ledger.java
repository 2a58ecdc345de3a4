package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A schema beside the migrations', to which each script writes in whose time it works and on which
 * session, and which can make a script slow.
 */
final class Ledger {
  private final JdbcClient jdbc;

  /** Makes the schema. */
  Ledger(JdbcClient jdbc) {
    this.jdbc = jdbc;
    jdbc.sql(
            """
            create schema outside;
            create table outside.slow (step text, seconds float);
            insert into outside.slow values ('none', 0);
            create table outside.work (step text, pid integer, began timestamptz, token text, locked_at timestamptz);
            create function outside.work(step text) returns void language plpgsql as $$
            begin
              insert into outside.work
              select $1, pg_backend_pid(), a.backend_start, l.token, l.locked_at
                from pg_stat_get_activity(pg_backend_pid()) a left join lockstep.lease l on true;
              perform pg_sleep(s.seconds) from outside.slow s where $1 like s.step;
            end
            $$;
            """)
        .update();
  }

  /** From now on the steps like this take that long. */
  void slowDown(String step, Duration time) {
    set(step, time.toMillis() / 1000.0);
  }

  /** No step is slow any more. */
  void speedUp() {
    set("none", 0);
  }

  private void set(String step, double seconds) {
    jdbc.sql("update outside.slow set step = :step, seconds = :seconds")
        .param("step", step)
        .param("seconds", seconds)
        .update();
  }

  /** Whether a script is in the middle of its slow statement. */
  boolean oneIsSlow() {
    return jdbc.sql(
            """
            select exists (select from pg_stat_activity
                            where datname = current_database() and wait_event = 'PgSleep' and query like :work)
            """)
        .param("work", "select outside.work(%")
        .query(Boolean.class)
        .single();
  }

  /**
   * Rule 1, by what was committed and when: a session works for one holder, a holder works on one
   * session at a time, and nothing was committed once somebody else had the lease.
   */
  void assertOnlyHoldersWorked() {
    List<String> wrong =
        jdbc.sql(
                """
                with holder as (select token, locked_at, lead(locked_at) over (order by locked_at) as until
                                  from outside.work group by token, locked_at)
                select format('%s by %s (session %s), committed %s, lease %s to %s',
                              w.step, coalesce(w.token, 'nobody'), w.pid, pg_xact_commit_timestamp(w.xmin), w.locked_at, h.until)
                  from outside.work w left join holder h using (token, locked_at)
                 where w.token is null
                    or pg_xact_commit_timestamp(w.xmin) > h.until
                    or exists (select from outside.work o where (o.pid, o.began) = (w.pid, w.began) and o.token <> w.token)
                    or exists (select from outside.work o
                                where o.token = w.token and o.began > w.began and pg_xact_commit_timestamp(w.xmin) > o.began)
                """)
            .query(String.class)
            .list();
    assertThat(wrong).as("work of those who had not the lease").isEmpty();
  }
}
