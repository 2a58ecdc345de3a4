package io.lockstep.database;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * Refuses a transaction pooler (PgBouncer's {@code pool_mode=transaction} and similar ones): there
 * a session lock stays with the server session that happened to take it, so nobody can tell who
 * holds it.
 */
public final class Pooler {
  private Pooler() {}

  /**
   * Checks that each of our sessions has a server session to itself. A pooler answers the start of
   * a connection itself, with a process id of its own. Only then a second test follows: a client
   * session that gets another server session than before, or two open ones that get the same one
   * after the other.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) behind a transaction pooler
   */
  public static void refuseTransactionPooling(Session session, Connector connector) {
    if (announcedPid(session) == session.pid()) {
      return;
    }
    try (Session other = connector.open("lockstep pooler check")) {
      int otherNow = pid(other);
      int now = pid(session);
      if (now != session.pid()
          || otherNow != other.pid()
          || other.pid() == session.pid()
          || otherNow == now) {
        throw new LockstepException(
            ExitCode.REFUSED,
            "connecting to " + connector.settings(),
            "this is a pooler in transaction mode (or statement mode), where no lock can be held"
                + " for the length of a run",
            "Give Lockstep a direct connection in POSTGRES_HOST and POSTGRES_PORT (or a pooler in"
                + " session mode).");
      }
    }
  }

  private static int pid(Session session) {
    return session.jdbc().sql("select pg_backend_pid()").query(Integer.class).single();
  }

  private static int announcedPid(Session session) {
    try {
      return session.connection().unwrap(PGConnection.class).getBackendPID();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
