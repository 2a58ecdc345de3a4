package io.lockstep.script;

import java.util.regex.Pattern;

/** Knows what begins or ends a transaction, and what can't run in one. */
public final class TransactionControl {
  private static final Pattern CONTROL =
      Pattern.compile(
          "(BEGIN|START TRANSACTION|(COMMIT|ROLLBACK)(?! PREPARED | ((WORK|TRANSACTION) )?TO )|END|ABORT|PREPARE TRANSACTION) .*");

  /** Of the manual's pages those that say "cannot be executed inside a transaction block". */
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "((CREATE( UNIQUE)?|DROP) INDEX CONCURRENTLY"
              + "|REINDEX( \\( [^)]*\\))? (SCHEMA|DATABASE|SYSTEM|(INDEX|TABLE) CONCURRENTLY)"
              + "|REINDEX \\( ([^)]* )?CONCURRENTLY (?!(OFF|FALSE|0|\\?) )[^)]*\\)"
              + "|ALTER TABLE .* DETACH PARTITION .* CONCURRENTLY"
              + "|VACUUM|CLUSTER( VERBOSE)?(?= $)|CLUSTER \\( [^)]*\\)(?= $)"
              + "|(CREATE|DROP) (DATABASE|TABLESPACE)|ALTER DATABASE \\S+ SET TABLESPACE"
              + "|(CREATE|DROP) SUBSCRIPTION(?!.* (CREATE_SLOT|CONNECT) = FALSE )"
              + "|ALTER SYSTEM|DISCARD ALL|(COMMIT|ROLLBACK) PREPARED) .*");

  /** What does as well in a transaction as outside, and changes nothing but the session. */
  private static final Pattern SETTING =
      Pattern.compile("(SET (?!CONSTRAINTS |TRANSACTION |LOCAL )|RESET ).*");

  private TransactionControl() {}

  /** Whether it begins or ends a transaction; a savepoint does neither. */
  public static boolean is(StatementPart part) {
    return !part.inAtomicBody() && CONTROL.matcher(part.words()).matches();
  }

  /** Whether it must run without one, as far as its words tell. */
  public static boolean mustBeOutside(StatementPart part) {
    return OUTSIDE.matcher(part.words()).matches();
  }

  /** Whether it sets the isolation level of its transaction. */
  public static boolean setsIsolation(Statement statement) {
    return statement.parts().size() == 1
        && statement.parts().get(0).words().startsWith("SET TRANSACTION ISOLATION LEVEL ");
  }

  /** Whether it only sets something for the session. */
  public static boolean onlySets(StatementPart part) {
    return SETTING.matcher(part.words()).matches();
  }
}
