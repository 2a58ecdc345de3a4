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

  /** What must come before any query of the transaction (manual, SET TRANSACTION). */
  private static final Pattern OF_TRANSACTION =
      Pattern.compile("SET ((SESSION|LOCAL) )?TRANSACTION(_ISOLATION|_DEFERRABLE|_READ_ONLY)? .*");

  private static final Pattern ANY_SETTING = Pattern.compile("(SET (?!CONSTRAINTS )|RESET ).*");

  /**
   * What the server refuses with the same code for another reason: its time is over, or it calls
   * what can't run in a function.
   */
  private static final Pattern FITS_INSIDE = Pattern.compile("(SET|SELECT|WITH|VALUES|DO|CALL) .*");

  private TransactionControl() {}

  /** Whether it begins or ends a transaction; a savepoint does neither. */
  public static boolean is(StatementPart part) {
    return !part.inAtomicBody() && CONTROL.matcher(part.words()).matches();
  }

  /** Whether it must run without one, as far as its words tell. */
  public static boolean mustBeOutside(StatementPart part) {
    return OUTSIDE.matcher(part.words()).matches();
  }

  /** Whether it sets what its transaction is like, its isolation level say. */
  public static boolean setsTransaction(Statement statement) {
    return statement.parts().size() == 1
        && OF_TRANSACTION.matcher(statement.parts().get(0).words()).matches();
  }

  /** Whether it sets something, for whatever time, and asks nothing. */
  public static boolean sets(StatementPart part) {
    return ANY_SETTING.matcher(part.words()).matches();
  }

  /** Whether it can run in a transaction for sure. */
  public static boolean fitsInside(StatementPart part) {
    return FITS_INSIDE.matcher(part.words()).matches();
  }

  /** Whether it only sets something for the session. */
  public static boolean onlySets(StatementPart part) {
    return SETTING.matcher(part.words()).matches();
  }
}
