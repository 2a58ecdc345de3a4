package io.lockstep.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resource.StringResource;
import org.flywaydb.core.internal.sqlscript.ParsedSqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.flywaydb.database.postgresql.PostgreSQLParser;

/**
 * One statement of a script, as Flyway's parser finds it, which runs it as well.
 *
 * @param sql its text from its first word on, without the comments above it and the delimiter
 * @param start where in the script its first word is
 * @param end where its text ends, before the delimiter
 * @param line of the first word, from 1
 * @param transactional whether it may run in a transaction
 */
public record ScriptStatement(String sql, int start, int end, int line, boolean transactional) {
  private static final Pattern TRANSACTION_CONTROL =
      Pattern.compile(
          "(BEGIN|START\\s+TRANSACTION|COMMIT|END|ABORT|ROLLBACK(?!\\s+((WORK|TRANSACTION)\\s+)?TO\\b)|PREPARE\\s+TRANSACTION)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final FluentConfiguration FLYWAY =
      new FluentConfiguration().placeholderReplacement(false);

  /**
   * The statements of a script, in their order.
   *
   * @throws IllegalArgumentException if they can't be told from each other; its message says why
   */
  public static List<ScriptStatement> in(String text) {
    List<ScriptStatement> found = new ArrayList<>();
    PostgreSQLParser parser = new PostgreSQLParser(FLYWAY, new ParsingContext());
    try (SqlStatementIterator statements = parser.parse(new StringResource(text))) {
      for (SqlStatement s = statements.next(); s != null; s = statements.next()) {
        String sql = LeadingComments.strip(s.getSql());
        int start = ((ParsedSqlStatement) s).getPos();
        found.add(
            new ScriptStatement(
                sql, start, start + sql.length(), s.getLineNumber(), s.canExecuteInTransaction()));
      }
    } catch (FlywayException e) {
      throw new IllegalArgumentException(
          "can't be read as SQL: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    }
    return found;
  }

  /** Whether it begins or ends a transaction. */
  public boolean controlsTransaction() {
    return TRANSACTION_CONTROL.matcher(sql).matches();
  }

  /** Whether it is a command of psql's, and not SQL. */
  boolean isPsqlCommand() {
    return sql.startsWith("\\");
  }
}
