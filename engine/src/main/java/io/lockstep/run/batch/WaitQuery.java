package io.lockstep.run.batch;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Session;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.Literal;
import io.lockstep.sql.SqlStates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * The query of batch.wait-while. It runs on the session that extends the lease, so it gets little
 * time; it can't write.
 */
final class WaitQuery {
  private static final int MOST_MILLIS = 2000;
  private static final String KEY = "batch.wait-while";

  private final Session session;
  private final String query;
  private final String sql;

  WaitQuery(Session session, String schema, String query) {
    this.session = session;
    this.query = query.strip().replaceFirst(";$", "");
    // one message, and so one transaction, whose settings end with it
    this.sql =
        """
        set transaction read only;
        select pg_catalog.set_config('search_path', %s, true), pg_catalog.set_config('statement_timeout', '%d', true);
        select coalesce((
        %s
        ), false)
        """
            .formatted(Literal.of(Identifier.quote(schema)), MOST_MILLIS, this.query);
  }

  /**
   * The reason to wait, if there is one.
   *
   * @throws LockstepException ({@link ExitCode#MIGRATION_FAILED}) if the query fails
   */
  Optional<String> reason() {
    return isTrue() ? Optional.of(KEY + " is true: " + query) : Optional.empty();
  }

  private boolean isTrue() {
    try (Statement statement = session.connection().createStatement()) {
      boolean row = statement.execute(sql);
      boolean value = false;
      while (row || statement.getUpdateCount() >= 0) {
        value = row && last(statement);
        row = statement.getMoreResults();
      }
      return value;
    } catch (SQLException e) {
      if (SqlStates.isSessionGone(e) || !session.isOpen()) {
        throw new UncategorizedSQLException("asking " + KEY, null, e);
      }
      throw new LockstepException(
              ExitCode.MIGRATION_FAILED,
              KEY + "=" + query,
              SqlStates.firstLine(e),
              "It must be a query for one boolean, which takes less than "
                  + MOST_MILLIS
                  + " ms and writes nothing. Correct it in the app's lockstep.properties, and run again.")
          .causedBy(e);
    }
  }

  private static boolean last(Statement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      rows.next();
      return rows.getMetaData().getColumnCount() == 1 && rows.getBoolean(1);
    }
  }
}
