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

  /** The session that asks holds the run's lock, and no other that lasts. */
  private static final Blocking ITSELF =
      new Blocking("blocked by the lock of this run itself, which it holds until it ends", true);

  private final int watched;
  private volatile Optional<Blocking> seen = Optional.empty();

  /**
   * @param watched the server process that may wait
   */
  public Blockers(int watched) {
    this.watched = watched;
  }

  /** Finds the sessions that block it now. */
  public void look(JdbcClient jdbc) {
    Optional<Blocking> now = read(jdbc);
    if (now.isPresent() && !now.equals(seen)) {
      log.info("waiting for a lock: {}", now.get().text());
      seen = now;
    }
  }

  /** The sessions that were last seen to block, for people. */
  public Optional<Blocking> seen() {
    return seen;
  }

  private Optional<Blocking> read(JdbcClient jdbc) {
    List<Blocking> blockers =
        jdbc.sql(
                """
                select format('blocked by session %s (%s%s), %s since %s, last statement: ',
                              pid, usename, case when application_name = '' then '' else ', ' || application_name end,
                              state, to_char(coalesce(xact_start, state_change), 'HH24:MI:SS')) as session,
                       coalesce(query, '') as query,
                       pid = pg_catalog.pg_backend_pid()
                         and exists (select from pg_catalog.pg_locks l
                                      where l.pid = :watched and l.locktype = 'advisory' and not l.granted) as itself
                  from pg_catalog.pg_stat_activity
                 where pid = any(pg_catalog.pg_blocking_pids(:watched))
                """)
            .param("watched", watched)
            .query(
                (rs, row) ->
                    rs.getBoolean("itself")
                        ? ITSELF
                        : new Blocking(
                            rs.getString("session") + StatementExcerpt.of(rs.getString("query")),
                            false))
            .list();
    return blockers.stream()
        .reduce((a, b) -> new Blocking(a.text() + "; " + b.text(), a.itself() || b.itself()));
  }
}
