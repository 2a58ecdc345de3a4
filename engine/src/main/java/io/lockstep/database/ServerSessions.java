package io.lockstep.database;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks at other sessions of this session's role, and ends them. It does all of this as the role
 * that logged in: a role that becomes another one at login ({@code ALTER ROLE … SET role}) has no
 * right to see or end even its own sessions as that other role.
 */
public final class ServerSessions {
  private final JdbcClient jdbc;

  /**
   * @param jdbc the session to ask on; it is never ended itself
   */
  public ServerSessions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A row of {@code pg_stat_get_activity} for a FROM clause. The role is that of the login until
   * the end of the transaction, or of the statement if there is none.
   *
   * @param pid an expression
   * @param alias of the row
   */
  public static String activity(String pid, String alias) {
    return """
        (select pg_catalog.set_config('role', 'none', true) as role offset 0) login
          cross join lateral pg_catalog.pg_stat_get_activity(case when login.role is not null then %s end) %s
        """
        .formatted(pid, alias);
  }

  /**
   * Ends those of these sessions that are alive, and returns without waiting for their end.
   *
   * @return the number that was alive
   * @throws org.springframework.dao.DataAccessException with SQL state 42501 if they belong to a
   *     role whose sessions this one may not end
   */
  public int terminate(List<ServerSession> sessions) {
    return count(sessions, "pg_catalog.pg_terminate_backend(a.pid) is not null");
  }

  /**
   * The number of these that are alive. A session whose start this role may not see counts as
   * alive, if the server has not been started since.
   */
  public int alive(List<ServerSession> sessions) {
    return count(sessions, "true");
  }

  private int count(List<ServerSession> sessions, String condition) {
    return sessions.stream().mapToInt(session -> count(session, condition)).sum();
  }

  /**
   * Another session may have a dead process's id now, in another database as well; after a restart
   * of the server one soon does. If this role may not see a start, a session from before the
   * restart is certainly gone.
   */
  private int count(ServerSession session, String condition) {
    return jdbc.sql(
            """
            select count(*) filter (where %s)
              from %s
             where a.pid <> pg_catalog.pg_backend_pid()
               and a.datid = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
               and coalesce(a.backend_start = :start::timestamptz,
                            :start::timestamptz >= pg_catalog.pg_postmaster_start_time())
            """
                .formatted(condition, activity(":pid", "a")))
        .param("pid", session.pid())
        .param("start", session.start().toString())
        .query(Integer.class)
        .single();
  }
}
