package io.lockstep.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A run of one turn of a rollout.
 *
 * @param turn its number, from 1; 0 if the run has none
 * @param exit the exit code, if it has ended
 * @param reason why it did not reach its target; empty if it has
 * @param since true if it ended after the moment that was asked for
 */
public record TurnRun(
    int turn,
    String target,
    RunState result,
    Optional<Integer> exit,
    String reason,
    boolean since) {
  /** The first line of the reason. */
  public String reasonLine() {
    return reason.lines().findFirst().orElse("");
  }

  /** Reads it from a row. */
  static TurnRun of(ResultSet rs) throws SQLException {
    return new TurnRun(
        rs.getInt("turn"),
        rs.getString("target"),
        RunState.parse(rs.getString("result")),
        Optional.ofNullable(rs.getObject("exit_code", Integer.class)),
        rs.getString("reason"),
        rs.getBoolean("since"));
  }
}
