package io.lockstep.database;

import io.lockstep.sql.SimpleProtocol;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Checks what a transaction has deferred, before its COMMIT, which must be short. SET CONSTRAINTS
 * ALL IMMEDIATE checks at once what the statements of a deferred trigger defer: a foreign key fails
 * whose other row comes with the trigger's next statement. COMMIT lets that wait for the trigger's
 * end. Nobody can ask for COMMIT's way alone; so where a trigger fails, all is tried once more, the
 * triggers first, and what they have deferred after them.
 */
final class DeferredConstraints {
  private static final String CHECK = "set constraints all immediate; ";

  /** The deferrable triggers; keys are not among them, which do nothing but check. */
  private static final String TRIGGERS =
      """
      select pg_catalog.string_agg(pg_catalog.format('set constraints %I.%I immediate', nspname, conname), '; ' order by c.oid)
        from pg_catalog.pg_constraint c join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) connamespace
       where contype operator(pg_catalog.=) 't' and condeferrable and pg_catalog.has_schema_privilege(n.oid, 'usage')
      """;

  private DeferredConstraints() {}

  /**
   * Checks them without statement_timeout, and runs these statements behind that.
   *
   * @return the last row of the statements
   * @throws SQLException of a constraint that is not fulfilled, among others
   */
  static List<Optional<String>> checkThen(SimpleProtocol server, String statements)
      throws SQLException {
    try {
      return server.row(
          "set local statement_timeout = 0; savepoint lockstep_deferred; "
              + CHECK
              + "release savepoint lockstep_deferred; "
              + statements);
    } catch (SQLException e) {
      if (!isOfTriggersStatement(e)) {
        throw e;
      }
      goBack(server, e);
    }
    Optional<String> triggers = server.row(TRIGGERS).get(0);
    if (triggers.isPresent()) {
      server.run(triggers.get());
    }
    return server.row(CHECK + statements);
  }

  private static void goBack(SimpleProtocol server, SQLException because) throws SQLException {
    try {
      server.run("rollback to savepoint lockstep_deferred; release savepoint lockstep_deferred");
    } catch (SQLException e) {
      because.addSuppressed(e); // it has not failed in the check
      throw because;
    }
  }

  /** True if a trigger's own statement was refused, by a constraint or by another trigger. */
  private static boolean isOfTriggersStatement(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    ServerErrorMessage said = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    return (state.startsWith("23") || state.startsWith("P0"))
        && said != null
        && said.getWhere() != null;
  }
}
