package io.lockstep.audit;

import io.lockstep.targets.Target;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * An app that its last run has left half way back: the rest is taken back when the newer pods are
 * gone. The names of the components are the JSON's: a contract.
 *
 * @param target the target of that run
 * @param at the version at which it has left the app; blank if it has not ended well
 */
public record HeldBack(String app, String target, String at) {
  static HeldBack of(ResultSet rs) throws SQLException {
    return new HeldBack(rs.getString("app"), rs.getString("target"), rs.getString("at"));
  }

  /** True if that run was to this target. */
  public boolean isOf(Target other) {
    return Target.parse(target).equals(other);
  }
}
