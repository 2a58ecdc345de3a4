package io.lockstep.database.login;

import io.lockstep.LockstepException;
import io.lockstep.sql.SqlStates;
import java.io.Serial;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import org.postgresql.ds.PGSimpleDataSource;

/** Reads the password for each new connection, so that a rotation needs no new process. */
public final class FreshPasswordDataSource extends PGSimpleDataSource {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Password password;

  /** A source without an address, which its owner sets. */
  public FreshPasswordDataSource(Password password) {
    this.password = password;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(getUser(), now());
  }

  /** A file that is missing for a moment counts as a password that is not right yet. */
  private String now() throws SQLException {
    try {
      return password.read();
    } catch (LockstepException problem) {
      throw new SQLInvalidAuthorizationSpecException(
          problem.text().lines().findFirst().orElse(""), SqlStates.WRONG_PASSWORD, problem);
    }
  }
}
