package io.lockstep.jobs;

import io.lockstep.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Looks fifty times a second which sessions run a migration's statement and whose the lease is. One
 * that works while the lease is another's, or nobody's, is a stray: rule 1.
 *
 * <p>The lease's row is of the moment when the query began, the sessions of a moment later. So a
 * stray counts only if a second look shows the same statement and the same holder.
 */
final class StrayObserver implements AutoCloseable {
  private static final long PERIOD_MILLIS = 20;

  private final Connection connection;
  private final JdbcClient jdbc;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Map<Session, String> tokens = new HashMap<>();
  private final Set<Session> fresh = new HashSet<>();
  private final Set<Work> strays = new HashSet<>();
  private final List<String> said = new ArrayList<>();
  private long looks;

  StrayObserver(TestDatabase database) {
    try {
      this.connection = Referee.connect(database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    var unused =
        timer.scheduleWithFixedDelay(
            this::guardedLook, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private record Session(int pid, OffsetDateTime start) {
    static Optional<Session> of(ResultSet rs, String pid, String start) throws SQLException {
      return rs.getObject(pid) == null
          ? Optional.empty()
          : Optional.of(new Session(rs.getInt(pid), rs.getObject(start, OffsetDateTime.class)));
    }
  }

  private record Work(Session session, OffsetDateTime since, String query) {}

  /**
   * One look.
   *
   * @param session the one that the row says the holder works on, if it says so
   */
  private record Look(Optional<String> token, Optional<Session> session, List<Work> working) {}

  /** What it has seen, a line each. Also when it could not see any more. */
  synchronized List<String> strays() {
    return List.copyOf(said);
  }

  synchronized long looks() {
    return looks;
  }

  private synchronized void guardedLook() {
    try {
      look();
    } catch (RuntimeException e) {
      said.add("the observer can't see: " + e);
      timer.shutdown();
    }
  }

  private void look() {
    if (looks == 0 && !ThirtySet.exists(jdbc, "lockstep.lease")) {
      return;
    }
    looks++;
    Look first = query();
    List<Work> suspects = suspects(first);
    if (suspects.isEmpty()) {
      return;
    }
    Look second = query();
    suspects.retainAll(suspects(second));
    if (second.token().equals(first.token())) {
      suspects.stream().filter(strays::add).forEach(work -> say(work, second));
    }
  }

  private void say(Work stray, Look look) {
    said.add(
        "session %d of %s works since %s on \"%s\", but the lease is %s"
            .formatted(
                stray.session().pid(),
                tokens.getOrDefault(stray.session(), "?"),
                stray.since(),
                stray.query().lines().findFirst().orElse(""),
                look.token()
                    .map(t -> "of " + t + look.session().map(s -> " on " + s.pid()).orElse(""))
                    .orElse("nobody's")));
  }

  private List<Work> suspects(Look look) {
    List<Work> suspects = new ArrayList<>();
    for (Work work : look.working()) {
      if (look.token().isEmpty() || !isOfHolder(work.session(), look)) {
        suspects.add(work);
      }
    }
    return suspects;
  }

  /**
   * By the row, if it names the session; else by who had the lease when the session was seen at
   * work for the second time.
   */
  private boolean isOfHolder(Session session, Look look) {
    String token = look.token().orElseThrow();
    if (look.session().isPresent()) {
      boolean its = look.session().get().equals(session);
      if (its) {
        tokens.put(session, token);
      }
      return its;
    }
    String known = tokens.get(session);
    if (known == null && !fresh.add(session)) {
      tokens.put(session, token);
    }
    return known == null || known.equals(token);
  }

  /** The columns of the session at work are asked for so that tables without them can be read. */
  private Look query() {
    List<Row> rows =
        jdbc.sql(
                """
                select l.token, (to_jsonb(l) ->> 'work_pid')::integer as work_pid,
                       (to_jsonb(l) ->> 'work_start')::timestamptz as work_start,
                       a.pid, a.backend_start, a.query_start, a.query
                  from (select) one
                  left join lockstep.lease l on true
                  left join pg_stat_activity a
                    on a.datname = current_database() and a.state <> 'idle' and a.query like :mark
                """)
            .param("mark", "%" + MarkedSet.MARK + "%")
            .query((rs, i) -> Row.of(rs))
            .list();
    return new Look(
        rows.get(0).token(),
        rows.get(0).holders(),
        rows.stream().flatMap(row -> row.work().stream()).toList());
  }

  private record Row(Optional<String> token, Optional<Session> holders, Optional<Work> work) {
    static Row of(ResultSet rs) throws SQLException {
      Optional<Session> working = Session.of(rs, "pid", "backend_start");
      return new Row(
          Optional.ofNullable(rs.getString("token")),
          Session.of(rs, "work_pid", "work_start"),
          working.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Work(
                      working.get(),
                      rs.getObject("query_start", OffsetDateTime.class),
                      rs.getString("query"))));
    }
  }

  @Override
  public void close() throws SQLException {
    timer.shutdownNow();
    synchronized (this) {
      connection.close();
    }
  }
}
