package io.lockstep.run;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Says, while a session waits for a lock, who keeps it waiting. */
final class Blockers {
  private Blockers() {}

  /**
   * The sessions that block this one now, for people; empty if none does.
   *
   * @param watched the server process that may be waiting
   */
  static Optional<String> of(JdbcClient jdbc, int watched) {
    List<String> blockers =
        jdbc.sql(
                """
                select format('blocked by session %s (%s%s), %s since %s, last statement: %s',
                              pid, usename, case when application_name = '' then '' else ', ' || application_name end,
                              state, to_char(coalesce(xact_start, state_change), 'HH24:MI:SS'),
                              left(regexp_replace(query, '\\s+', ' ', 'g'), 200))
                  from pg_catalog.pg_stat_activity
                 where pid = any(pg_catalog.pg_blocking_pids(:watched))
                """)
            .param("watched", watched)
            .query(String.class)
            .list();
    return blockers.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", blockers));
  }
}
