package io.lockstep.sql;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The PostgreSQL version of a session's server. */
public final class ServerVersion {
  private ServerVersion() {}

  /** Its major version, like 17. */
  public static int major(JdbcClient jdbc) {
    return jdbc.sql("select current_setting('server_version_num')::int / 10000")
        .query(Integer.class)
        .single();
  }
}
