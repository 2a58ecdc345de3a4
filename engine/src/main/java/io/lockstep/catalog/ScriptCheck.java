package io.lockstep.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What must be known of a script's statements before it may run: nothing in it may end the step's
 * own transaction, and whether it can run in one at all.
 *
 * @param objection why it can't be run, with the line; empty if it can
 * @param noTransaction whether it must run outside a transaction
 */
public record ScriptCheck(Optional<String> objection, boolean noTransaction) {
  /** Checks a text; {@code declared} is what its directive or its conf file says. */
  public static ScriptCheck of(String text, boolean declared) {
    if (!TellingWords.in(text)) {
      return new ScriptCheck(Optional.empty(), declared);
    }
    List<ScriptStatement> statements;
    try {
      statements = ScriptStatement.in(text);
    } catch (IllegalArgumentException e) {
      return new ScriptCheck(Optional.of(String.valueOf(e.getMessage())), declared);
    }
    Optional<String> objection =
        statements.stream().flatMap(s -> objection(s).stream()).findFirst();
    if (objection.isPresent()) {
      return new ScriptCheck(objection, false);
    }
    boolean transactional = statements.stream().anyMatch(ScriptStatement::transactional);
    boolean nonTransactional = statements.stream().anyMatch(s -> !s.transactional());
    if (transactional && nonTransactional && !declared) {
      return new ScriptCheck(
          Optional.of(
              "mixes statements that must not run in a transaction with others; put them in a file of their own, or say \"-- lockstep: no-transaction\" on top"),
          false);
    }
    return new ScriptCheck(Optional.empty(), declared || nonTransactional);
  }

  private static Optional<String> objection(ScriptStatement statement) {
    String sql = statement.sql();
    if (statement.isPsqlCommand()) {
      return Optional.of(
          "line %d has psql's command %s, which only psql knows"
              .formatted(statement.line(), sql.lines().findFirst().orElse("\\")));
    }
    if (statement.controlsTransaction()) {
      return Optional.of(
          "line %d says %s, but a step is a transaction already and must commit whole: take it out, as ./lockstep import does"
              .formatted(statement.line(), sql.split("\\s", 2)[0].toUpperCase(Locale.ROOT)));
    }
    return Optional.empty();
  }
}
