package io.lockstep.tenants.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.database.Settings;
import io.lockstep.tenants.Tenant;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** How many databases a process works on at once. */
final class Parallelism {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.tenants");

  /** A run waits for the server half of its time. */
  private static final int PER_CORE = 2;

  private static final int CONNECTIONS_PER_RUN = 2;

  private final Connector own;
  private final CancellableClock clock;
  private final Optional<Integer> wanted;

  /**
   * @param own the defaults of each tenant
   * @param wanted what the user has said; if empty, it depends on the cores and the server
   */
  Parallelism(Connector own, CancellableClock clock, Optional<Integer> wanted) {
    this.own = own;
    this.clock = clock;
    this.wanted = wanted;
  }

  /** How many of these tenants are worked on at once. */
  int of(List<Tenant> tenants) {
    return wanted.orElseGet(
        () -> {
          int most = Math.min(Lanes.of(own.settings(), tenants).size(), byCores());
          return most <= 1 ? 1 : Math.min(most, byServer(tenants));
        });
  }

  private static int byCores() {
    return PER_CORE * Runtime.getRuntime().availableProcessors();
  }

  /**
   * What the server of most tenants allows. If it does not answer, there is no limit: their runs
   * wait for it, and say so.
   */
  private int byServer(List<Tenant> tenants) {
    try (Session session =
        new Connector(onBusiestServer(tenants), clock, Duration.ZERO).open("lockstep tenants")) {
      return byConnections(free(session));
    } catch (LockstepException | DataAccessException e) {
      log.debug("can't ask how many connections are free", e);
      return byCores();
    }
  }

  /** Half of what is free is left to others. */
  static int byConnections(int free) {
    return Math.max(1, free / 2 / CONNECTIONS_PER_RUN);
  }

  private Settings onBusiestServer(List<Tenant> tenants) {
    return tenants.stream().collect(Collectors.groupingBy(this::server)).values().stream()
        .max(Comparator.comparing(List::size))
        .orElseThrow()
        .get(0)
        .settings(own.settings());
  }

  private String server(Tenant tenant) {
    return tenant.host().orElse("") + ":" + tenant.port().map(String::valueOf).orElse("");
  }

  /** The connections that this role may still open. */
  private static int free(Session session) {
    return session
        .jdbc()
        .sql(
            """
            select least(pg_catalog.current_setting('max_connections')::pg_catalog.int8
                           - pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int8
                           - coalesce(pg_catalog.current_setting('reserved_connections', true)::pg_catalog.int8, 0)
                           - (select pg_catalog.sum(numbackends) from pg_catalog.pg_stat_database),
                         (select case when rolconnlimit >= 0
                                      then rolconnlimit - (select pg_catalog.count(*) from pg_catalog.pg_stat_activity
                                                            where usename = session_user) end
                            from pg_catalog.pg_roles where rolname = session_user))
            """)
        .query(Integer.class)
        .single();
  }
}
