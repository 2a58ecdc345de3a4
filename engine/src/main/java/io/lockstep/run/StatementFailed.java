package io.lockstep.run;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;

/** A statement of a script failed. Flyway then writes down that the migration has failed. */
final class StatementFailed extends FlywayException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String sql;

  StatementFailed(int line, String sql, SQLException cause) {
    super(cause);
    this.line = line;
    this.sql = sql;
  }

  int line() {
    return line;
  }

  String sql() {
    return sql;
  }
}
