package io.lockstep.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * One target of one run, as {@code lockstep.run} has it. The names of the components are the
 * JSON's: a contract.
 *
 * @param app empty if the run was refused before its target was understood
 * @param from the version at the start, {@code zero} for none
 * @param to the version at the end; empty unless the target was reached
 * @param holder the process that ran it
 * @param endedAt empty while it runs; also empty for a run that died, until the next run ends it
 * @param reason the reason why the target was not reached, or what of it waits for pods
 * @param steps the number of steps in the plan
 * @param step the step that was begun last, from 1; 0 before the first
 * @param stepScript the script of that step
 */
public record RunEntry(
    long id,
    Optional<String> app,
    String target,
    Optional<String> from,
    Optional<String> to,
    Optional<String> release,
    Optional<Long> revision,
    Optional<String> generation,
    String holder,
    String databaseUser,
    Instant startedAt,
    Optional<Instant> endedAt,
    RunState result,
    Optional<Integer> exitCode,
    Optional<String> reason,
    int steps,
    int step,
    Optional<String> stepScript,
    Optional<Instant> stepStartedAt) {
  /** True if the run is active. */
  public boolean running() {
    return result == RunState.RUNNING;
  }

  /** This entry with another reason. */
  public RunEntry withReason(Optional<String> other) {
    return new RunEntry(
        id,
        app,
        target,
        from,
        to,
        release,
        revision,
        generation,
        holder,
        databaseUser,
        startedAt,
        endedAt,
        result,
        exitCode,
        other,
        steps,
        step,
        stepScript,
        stepStartedAt);
  }

  /** Reads it from a row with the columns of the table. */
  static RunEntry of(ResultSet rs) throws SQLException {
    return new RunEntry(
        rs.getLong("id"),
        text(rs, "app"),
        rs.getString("target"),
        text(rs, "from_version"),
        text(rs, "to_version"),
        text(rs, "release"),
        Optional.ofNullable(rs.getObject("revision", Long.class)),
        text(rs, "generation"),
        rs.getString("holder"),
        rs.getString("database_user"),
        rs.getObject("started_at", OffsetDateTime.class).toInstant(),
        time(rs, "ended_at"),
        RunState.parse(rs.getString("result")),
        Optional.ofNullable(rs.getObject("exit_code", Integer.class)),
        text(rs, "reason"),
        rs.getInt("steps"),
        rs.getInt("step"),
        text(rs, "step_script"),
        time(rs, "step_started_at"));
  }

  private static Optional<String> text(ResultSet rs, String column) throws SQLException {
    return Optional.ofNullable(rs.getString(column));
  }

  private static Optional<Instant> time(ResultSet rs, String column) throws SQLException {
    return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
