package io.lockstep.run.session;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.schema.MissingRights;
import io.lockstep.sql.SqlStates;
import java.util.List;
import java.util.Optional;

/** What the server does not let us do, outside of migrations' scripts. */
public final class ServerRefusals {
  private ServerRefusals() {}

  /** A right is missing, or a table is locked by somebody. */
  public static LockstepException of(
      Throwable thrown, Connector connector, Catalog catalog, String asked) {
    if (SqlStates.isLockTimeout(thrown)) {
      return lockTimeout(thrown, asked, Optional.empty());
    }
    try (Session session = connector.open("lockstep rights")) {
      return forbidden(asked, session, connector.settings().schema(), tables(catalog), thrown);
    }
  }

  /** A right is missing to migrate. */
  public static LockstepException forbidden(
      String asked, Session session, String schema, List<String> tables, Throwable thrown) {
    return forbidden(asked, MissingRights.toMigrate(session.jdbc(), schema, tables), thrown);
  }

  /** A right is missing to read. */
  public static LockstepException unreadable(
      Throwable thrown, Connector connector, Catalog catalog) {
    try (Session session = connector.open("lockstep rights")) {
      return forbidden(
          "reading " + connector.settings(),
          MissingRights.toRead(session.jdbc(), connector.settings().schema(), tables(catalog)),
          thrown);
    }
  }

  private static LockstepException forbidden(String asked, List<String> grants, Throwable thrown) {
    return new LockstepException(
            ExitCode.REFUSED, asked, SqlStates.firstLine(thrown), MissingRights.advice(grants))
        .causedBy(thrown);
  }

  /** A table is locked for longer than we wait. */
  public static LockstepException lockTimeout(
      Throwable thrown, String asked, Optional<String> blockers) {
    return new LockstepException(
            ExitCode.LOCK_NOT_OBTAINED,
            asked,
            SqlStates.firstLine(thrown) + blockers.map(b -> "; " + b).orElse(""),
            "Run the same command again when that session has let go; pg_locks and"
                + " pg_blocking_pids() show it.")
        .causedBy(thrown);
  }

  private static List<String> tables(Catalog catalog) {
    return catalog.apps().values().stream().map(app -> app.historyTable()).toList();
  }
}
