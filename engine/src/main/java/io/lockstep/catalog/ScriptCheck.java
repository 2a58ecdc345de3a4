package io.lockstep.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resource.StringResource;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.flywaydb.database.postgresql.PostgreSQLParser;

/**
 * What must be known of a script's statements before it may run: nothing in it may end the step's
 * own transaction, and whether it can run in one at all.
 *
 * @param objection why it can't be run, with the line; empty if it can
 * @param noTransaction whether it must run outside a transaction
 */
public record ScriptCheck(Optional<String> objection, boolean noTransaction) {
  private static final Pattern TRANSACTION_CONTROL =
      Pattern.compile(
          "(BEGIN|START\\s+TRANSACTION|COMMIT|END|ABORT|ROLLBACK(?!\\s+((WORK|TRANSACTION)\\s+)?TO\\b)|PREPARE\\s+TRANSACTION)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final FluentConfiguration FLYWAY = parserConfiguration();

  /** Checks a text; {@code declared} is what its directive or its conf file says. */
  public static ScriptCheck of(String text, boolean declared) {
    if (!TellingWords.in(text)) {
      return new ScriptCheck(Optional.empty(), declared);
    }
    boolean transactional = false;
    boolean nonTransactional = false;
    PostgreSQLParser parser = new PostgreSQLParser(FLYWAY, new ParsingContext());
    try (SqlStatementIterator statements = parser.parse(new StringResource(text))) {
      for (SqlStatement s = statements.next(); s != null; s = statements.next()) {
        String sql = LeadingComments.strip(s.getSql());
        if (sql.startsWith("\\")) {
          return objection(
              s,
              "has psql's command "
                  + sql.lines().findFirst().orElse("\\")
                  + ", which only psql knows");
        }
        if (TRANSACTION_CONTROL.matcher(sql).matches()) {
          return objection(
              s,
              "says "
                  + sql.split("\\s", 2)[0].toUpperCase(Locale.ROOT)
                  + ", but a step is a transaction already and must commit whole");
        }
        transactional |= s.canExecuteInTransaction();
        nonTransactional |= !s.canExecuteInTransaction();
      }
    } catch (FlywayException e) {
      return new ScriptCheck(
          Optional.of(
              "can't be read as SQL: "
                  + String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          declared);
    }
    if (transactional && nonTransactional && !declared) {
      return new ScriptCheck(
          Optional.of(
              "mixes statements that must not run in a transaction with others; put them in a file of their own, or say \"-- lockstep: no-transaction\" on top"),
          false);
    }
    return new ScriptCheck(Optional.empty(), declared || nonTransactional);
  }

  private static ScriptCheck objection(SqlStatement statement, String what) {
    return new ScriptCheck(Optional.of("line " + statement.getLineNumber() + " " + what), false);
  }

  private static FluentConfiguration parserConfiguration() {
    return new FluentConfiguration().placeholderReplacement(false);
  }
}
