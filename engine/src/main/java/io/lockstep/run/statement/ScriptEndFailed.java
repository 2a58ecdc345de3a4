package io.lockstep.run.statement;

import java.sql.SQLException;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * The end of a script's transaction has failed, where deferred constraints are checked, triggers
 * run and cursors are read.
 */
public final class ScriptEndFailed extends UncategorizedSQLException {
  private static final long serialVersionUID = 1L;

  public ScriptEndFailed(SQLException cause) {
    super("ending a script, where deferred constraints are checked", null, cause);
  }
}
