package io.lockstep.rollout;

import io.lockstep.rollout.RolloutRegistry.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What a database knows of a release at one moment, as {@link RolloutRegistry#SIGHT} reads it.
 *
 * @param newest the newest recorded rollout, if there is one
 * @param ofJob the rollout to which the asking Job belonged when it was first seen
 * @param identity the name that the newest rollout's Jobs gave it
 * @param turnTaken true if a Job has taken the asking process's turn of the newest rollout
 * @param known true if any Job of the asking rollout was seen before
 * @param now the database's time
 */
public record RolloutSight(
    Optional<Newest> newest,
    Optional<Long> ofJob,
    Optional<String> identity,
    boolean turnTaken,
    boolean known,
    Instant now) {
  /** Reads a row of {@link RolloutRegistry#SIGHT}. */
  public static RolloutSight of(ResultSet rs) throws SQLException {
    return new RolloutSight(
        rs.getObject("rollout") == null ? Optional.empty() : Optional.of(Newest.of(rs)),
        Optional.ofNullable(rs.getObject("job_rollout", Long.class)),
        Optional.ofNullable(rs.getString("newest_identity")),
        rs.getBoolean("turn_taken"),
        rs.getBoolean("is_known"),
        rs.getObject("seen_at", OffsetDateTime.class).toInstant());
  }

  /** The number of the newest recorded rollout; 0 if there is none. */
  public long number() {
    return newest.map(Newest::rollout).orElse(0L);
  }

  /** Compares a rollout with the newest recorded one. */
  public Standing standing(RolloutContext rolloutContext, ProcessStartTime processStart) {
    return newest
        .map(
            row ->
                rolloutContext.job().isPresent()
                    ? ofJob(rolloutContext, row, processStart)
                    : byOrder(rolloutContext.rollout(), row, processStart))
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
  private Standing ofJob(RolloutContext rolloutContext, Newest row, ProcessStartTime processStart) {
    if (ofJob.isPresent()) {
      return ofJob.get() == row.rollout() ? Standing.CURRENT : Standing.SUPERSEDED;
    }
    Rollout rollout = rolloutContext.rollout();
    Standing byOrder = byOrder(rollout, row, processStart);
    boolean ofNewest = identity.map(rollout.toString()::equals).orElse(byOrder == Standing.CURRENT);
    if (ofNewest) {
      boolean late = turnTaken && isOlder(row, processStart);
      return late ? Standing.SUPERSEDED : Standing.CURRENT;
    }
    boolean again = known && !isOlder(row, processStart);
    return byOrder == Standing.NEW || again ? Standing.NEW : Standing.SUPERSEDED;
  }

  private Standing byOrder(Rollout rollout, Newest row, ProcessStartTime processStart) {
    return row.compare(rollout)
        .orElseGet(() -> isOlder(row, processStart) ? Standing.SUPERSEDED : Standing.NEW);
  }

  /**
   * True if this process was started before that rollout arrived. An arrival in the future means
   * that the database's clock was set back, or that a server with another clock has taken over. Its
   * time can't be compared then, and must not hold back a rollout that is wanted.
   */
  private boolean isOlder(Newest row, ProcessStartTime processStart) {
    return processStart.at(now).isBefore(row.arrivedAt()) && !row.arrivedAt().isAfter(now);
  }

  /** The row of the release. */
  public record Newest(
      Optional<Long> revision, Optional<String> generation, long rollout, Instant arrivedAt) {
    private static Newest of(ResultSet rs) throws SQLException {
      return new Newest(
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
