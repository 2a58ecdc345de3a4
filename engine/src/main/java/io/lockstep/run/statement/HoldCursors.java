package io.lockstep.run.statement;

import io.lockstep.script.Statement;
import io.lockstep.sql.SimpleProtocol;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cursors that a script declares WITH HOLD. COMMIT reads each to its end, so that its query may
 * fail there, or change something (PersistHoldablePortal in portalcmds.c). A step's own COMMIT
 * comes too late for that: the script's role and settings are gone by then, and its cursors closed.
 */
final class HoldCursors {
  private static final Pattern HOLD = Pattern.compile("\\bhold\\b", Pattern.CASE_INSENSITIVE);

  /**
   * One cursor: the statements that read it, from its start if it can go back, and its own. COMMIT
   * is not limited by statement_timeout.
   */
  private static final String CURSOR =
      """
      select pg_catalog.format('set local statement_timeout = 0; %smove forward all from %I; set local statement_timeout = %L',
                               case when is_scrollable then pg_catalog.format('move absolute 0 from %I; ', name) end, name,
                               pg_catalog.current_setting('statement_timeout')),
             statement
        from pg_catalog.pg_cursors
       where is_holdable
       order by creation_time, name
       limit 1 offset \
      """;

  private final SimpleProtocol server;
  private final List<Statement> declaring = new ArrayList<>();

  HoldCursors(SimpleProtocol server) {
    this.server = server;
  }

  /** Remembers a statement that may declare one, as far as its text tells. */
  void note(Statement statement) {
    if (HOLD.matcher(statement.text()).find()) {
      declaring.add(statement);
    }
  }

  /**
   * Reads them to their ends.
   *
   * @throws StatementFailed of the statement that has declared the one that fails
   */
  void complete() {
    for (int i = 0; !declaring.isEmpty(); i++) {
      String declared = "";
      try {
        List<Optional<String>> cursor = server.row(CURSOR + i);
        if (cursor.isEmpty()) {
          return;
        }
        declared = cursor.get(1).orElse("");
        server.run(cursor.get(0).orElseThrow(), () -> "", ServerMessages::tell);
      } catch (SQLException e) {
        throw failed(declared, e);
      }
    }
  }

  private StatementFailed failed(String declared, SQLException e) {
    return declaring.stream()
        .filter(statement -> statement.text().contains(declared))
        .findFirst()
        .map(statement -> new StatementFailed(statement.firstLine(), statement, e))
        .orElseGet(() -> new StatementFailed(0, declared, e));
  }
}
