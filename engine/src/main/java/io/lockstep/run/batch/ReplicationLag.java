package io.lockstep.run.batch;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The time by which the slowest standby is behind. */
final class ReplicationLag {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final JdbcClient jdbc;
  private final Duration most;
  private boolean told;

  ReplicationLag(JdbcClient jdbc, Duration most) {
    this.jdbc = jdbc;
    this.most = most;
  }

  /** The reason to wait, if there is one. */
  Optional<String> reason() {
    Lag lag =
        jdbc.sql(
                """
                select coalesce(extract(epoch from max(replay_lag)) * 1000, 0)::bigint as millis,
                       coalesce(bool_or(state is null), false) as hidden
                  from pg_catalog.pg_stat_replication
                """)
            .query((rs, i) -> new Lag(rs.getLong("millis"), rs.getBoolean("hidden")))
            .single();
    if (lag.hidden() && !told) {
      told = true;
      log.info(
          "this role may not see how far the standbys are behind, so batches don't wait for them:"
              + " that needs membership in pg_monitor");
    }
    return Optional.of(lag)
        .filter(now -> now.millis() > most.toMillis())
        .map(
            now ->
                "a standby is %.1f s behind, and batch.max-lag is %.1f s"
                    .formatted(now.millis() / 1000.0, most.toMillis() / 1000.0));
  }

  private record Lag(long millis, boolean hidden) {}
}
