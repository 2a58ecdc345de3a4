package io.lockstep.run.session;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.schema.MissingRights;
import io.lockstep.sql.RowNotWritten;
import io.lockstep.sql.SqlStates;
import java.util.List;
import java.util.Optional;

/** The errors for Lockstep's own statements that the server refuses. */
public final class ServerRefusals {
  private ServerRefusals() {}

  /**
   * The error for a statement of Lockstep's own that has failed; if none is known, what it threw.
   */
  public static RuntimeException explained(
      Exception thrown, Connector connector, Catalog catalog, String asked) {
    if (SqlStates.isLockTimeout(thrown) || SqlStates.isForbidden(thrown)) {
      return of(thrown, connector, catalog, asked);
    }
    if (SqlStates.isResourceLacking(thrown)) {
      return lacking(thrown, asked);
    }
    return RowNotWritten.behind(thrown)
        .<RuntimeException>map(row -> row.refusal(asked))
        .orElseGet(
            () -> thrown instanceof RuntimeException r ? r : new IllegalStateException(thrown));
  }

  /** The error for a missing right, or for a table that another session locks. */
  public static LockstepException of(
      Throwable thrown, Connector connector, Catalog catalog, String asked) {
    if (SqlStates.isLockTimeout(thrown)) {
      return lockTimeout(thrown, asked, Optional.empty());
    }
    try (Session session = connector.open("lockstep rights")) {
      return forbidden(asked, session, connector.settings().schema(), tables(catalog), thrown);
    }
  }

  /** The error for a missing right to migrate. */
  public static LockstepException forbidden(
      String asked, Session session, String schema, List<String> tables, Throwable thrown) {
    return forbidden(asked, MissingRights.toMigrate(session.jdbc(), schema, tables), thrown);
  }

  /** The error for a missing right to read. */
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

  /** The error for a table that another session locks for longer than lock_timeout. */
  public static LockstepException lockTimeout(
      Throwable thrown, String asked, Optional<Blocking> blockers) {
    return new LockstepException(
            ExitCode.LOCK_NOT_OBTAINED,
            asked,
            SqlStates.firstLine(thrown) + blockers.map(b -> "; " + b.text()).orElse(""),
            "Run the same command again when that session has let go; pg_locks and"
                + " pg_blocking_pids() show it.")
        .causedBy(thrown);
  }

  /** The error for a lack of disk or memory that has ended a statement of Lockstep's own. */
  public static LockstepException lacking(Throwable thrown, String asked) {
    return new LockstepException(
            ExitCode.MIGRATION_FAILED,
            asked,
            SqlStates.firstLine(thrown),
            SqlStates.LACKING_ADVICE + " Steps that were done are kept.")
        .causedBy(thrown);
  }

  private static List<String> tables(Catalog catalog) {
    return catalog.apps().values().stream().map(app -> app.historyTable()).toList();
  }
}
