package io.lockstep.rollout;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records the newest rollout of each release, so that no older one runs after it (rule 6). */
public final class RolloutRegistry {
  private final JdbcClient jdbc;
  private final RolloutJobs jobs;
  private final ProcessStartTime processStart;

  /**
   * @param processStart the start time of this process
   */
  public RolloutRegistry(JdbcClient jdbc, ProcessStartTime processStart) {
    this.jdbc = jdbc;
    this.jobs = new RolloutJobs(jdbc);
    this.processStart = processStart;
  }

  /** The relation of a rollout to the newest recorded one. */
  public enum Standing {
    /** It is the newest, and is recorded. */
    CURRENT,
    /** It is newer than all recorded ones. */
    NEW,
    /** A newer one has run. */
    SUPERSEDED
  }

  /** Compares a rollout with the newest recorded one. Writes nothing. */
  public Standing standing(RolloutContext rolloutContext) {
    Rollout rollout = rolloutContext.rollout();
    return row(rollout.release())
        .map(
            newest ->
                rolloutContext
                    .job()
                    .map(job -> standing(rolloutContext, job, newest))
                    .orElseGet(() -> byOrder(rollout, newest)))
        .orElse(Standing.NEW);
  }

  /**
   * A Job that was seen before still belongs to its rollout of then. A new Job joins the newest
   * rollout if that is its own: even a Job that was deleted and created again (Argo CD's selfHeal)
   * and whose turn is taken already, so that it finds the earlier turns done. Otherwise it begins a
   * new rollout, if its revision is newer or was seen before: helm rollback applies the manifests
   * that it has stored, and so creates an older revision's Jobs again, with the older number in
   * them. A Job whose process was started before the newest rollout is late: it begins a rollout
   * only with a higher revision, and joins one only if its turn is still free.
   */
  private Standing standing(RolloutContext rolloutContext, String job, Row newest) {
    Rollout rollout = rolloutContext.rollout();
    String release = rollout.release();
    Optional<Long> before = jobs.rolloutOf(release, job);
    if (before.isPresent()) {
      return before.get() == newest.rollout() ? Standing.CURRENT : Standing.SUPERSEDED;
    }
    Standing byOrder = byOrder(rollout, newest);
    boolean ofNewest =
        jobs.identityOf(release, newest.rollout())
            .map(rollout.toString()::equals)
            .orElse(byOrder == Standing.CURRENT);
    if (ofNewest) {
      boolean late =
          isOlder(newest) && jobs.isTaken(release, newest.rollout(), rolloutContext.jobNumber());
      return late ? Standing.SUPERSEDED : Standing.CURRENT;
    }
    boolean again = jobs.isKnown(rollout) && !isOlder(newest);
    return byOrder == Standing.NEW || again ? Standing.NEW : Standing.SUPERSEDED;
  }

  private Standing byOrder(Rollout rollout, Row newest) {
    return newest
        .compare(rollout)
        .orElseGet(() -> isOlder(newest) ? Standing.SUPERSEDED : Standing.NEW);
  }

  /**
   * True if this process was started before that rollout arrived. An arrival in the future means
   * that the database's clock was set back, or that a server with another clock has taken over. Its
   * time can't be compared then, and must not hold back a rollout that is wanted.
   */
  private boolean isOlder(Row newest) {
    return processStart.at(jdbc).isBefore(newest.arrivedAt())
        && !isLaterThanNow(newest.arrivedAt());
  }

  private boolean isLaterThanNow(Instant moment) {
    return jdbc.sql("select :moment > clock_timestamp()")
        .param("moment", moment.atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .single();
  }

  /** The number of the release's newest recorded rollout; empty if there is none. */
  public Optional<Long> number(Rollout rollout) {
    return row(rollout.release()).map(Row::rollout);
  }

  /**
   * Makes this rollout the newest unless it is superseded. Call it only while holding the lock.
   *
   * @return its number; empty if it is superseded
   */
  public Optional<Long> enter(RolloutContext rolloutContext) {
    Optional<Long> number =
        switch (standing(rolloutContext)) {
          case SUPERSEDED -> Optional.empty();
          case CURRENT -> number(rolloutContext.rollout());
          case NEW -> Optional.of(record(rolloutContext.rollout()));
        };
    number.ifPresent(
        n -> rolloutContext.job().ifPresent(job -> jobs.record(rolloutContext, job, n)));
    return number;
  }

  /** Keeps the highest revision ever seen, although a rollback brings a lower one. */
  private long record(Rollout rollout) {
    @Nullable Long revision = rollout instanceof Rollout.Revision r ? r.number() : null;
    @Nullable String generation = rollout instanceof Rollout.Generation g ? g.id() : null;
    return jdbc.sql(
            """
            insert into lockstep.release as r (name, revision, generation, rollout, arrived_at)
            values (:name, :revision, :generation, 1, :arrived)
            on conflict (name) do update
               set revision = greatest(r.revision, excluded.revision), generation = excluded.generation,
                   rollout = r.rollout + 1, arrived_at = excluded.arrived_at
            returning rollout
            """)
        .param("name", rollout.release())
        .param("revision", revision, Types.BIGINT)
        .param("generation", generation, Types.VARCHAR)
        .param("arrived", processStart.at(jdbc).atOffset(ZoneOffset.UTC))
        .query(Long.class)
        .single();
  }

  private Optional<Row> row(String release) {
    return jdbc.sql(
            "select revision, generation, rollout, arrived_at from lockstep.release where name = :name")
        .param("name", release)
        .query((rs, i) -> Row.of(rs))
        .optional();
  }

  private record Row(
      Optional<Long> revision, Optional<String> generation, long rollout, Instant arrivedAt) {
    static Row of(ResultSet rs) throws SQLException {
      return new Row(
          Optional.ofNullable(rs.getObject("revision", Long.class)),
          Optional.ofNullable(rs.getString("generation")),
          rs.getLong("rollout"),
          rs.getObject("arrived_at", OffsetDateTime.class).toInstant());
    }

    /** Compares revisions or generations; empty where they have no order. */
    Optional<Standing> compare(Rollout other) {
      if (other instanceof Rollout.Revision r && revision.isPresent()) {
        int order = Long.compare(r.number(), revision.get());
        // The highest revision is kept beside a later generation.
        Standing ofHighest = generation.isPresent() ? Standing.SUPERSEDED : Standing.CURRENT;
        return Optional.of(order == 0 ? ofHighest : order < 0 ? Standing.SUPERSEDED : Standing.NEW);
      }
      if (other instanceof Rollout.Generation g && generation.filter(g.id()::equals).isPresent()) {
        return Optional.of(Standing.CURRENT);
      }
      return Optional.empty();
    }
  }
}
