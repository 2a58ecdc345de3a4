package io.lockstep.run.session;

import io.lockstep.script.StatementExcerpt;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Logs and remembers the sessions that block a session, while it waits for a lock: afterwards
 * PostgreSQL does not know them.
 */
public final class Blockers {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final int watched;
  private volatile Optional<String> seen = Optional.empty();

  /**
   * @param watched the server process that may wait
   */
  public Blockers(int watched) {
    this.watched = watched;
  }

  /** Finds the sessions that block it now. */
  public void look(JdbcClient jdbc) {
    Optional<String> now = read(jdbc);
    if (now.isPresent() && !now.equals(seen)) {
      log.info("waiting for a lock: {}", now.get());
      seen = now;
    }
  }

  /** The sessions that were last seen to block, for people. */
  public Optional<String> seen() {
    return seen;
  }

  private Optional<String> read(JdbcClient jdbc) {
    List<String> blockers =
        jdbc.sql(
                """
                select format('blocked by session %s (%s%s), %s since %s, last statement: ',
                              pid, usename, case when application_name = '' then '' else ', ' || application_name end,
                              state, to_char(coalesce(xact_start, state_change), 'HH24:MI:SS')) as session,
                       coalesce(query, '') as query
                  from pg_catalog.pg_stat_activity
                 where pid = any(pg_catalog.pg_blocking_pids(:watched))
                """)
            .param("watched", watched)
            .query(
                (rs, row) -> rs.getString("session") + StatementExcerpt.of(rs.getString("query")))
            .list();
    return blockers.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", blockers));
  }
}
