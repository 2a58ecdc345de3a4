package io.lockstep.script;

import java.util.regex.Pattern;

/** Recognizes statements that begin or end a transaction, and those that can't run in one. */
public final class TransactionControl {
  private static final Pattern CONTROL =
      Pattern.compile(
          "(BEGIN|START TRANSACTION|(COMMIT|ROLLBACK)(?! PREPARED | ((WORK|TRANSACTION) )?TO )|END|ABORT|PREPARE TRANSACTION) .*");

  /** The statements whose manual pages say "cannot be executed inside a transaction block". */
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "((CREATE( UNIQUE)?|DROP) INDEX CONCURRENTLY"
              + "|REINDEX( \\( [^)]*\\))? (SCHEMA|DATABASE|SYSTEM|(INDEX|TABLE) CONCURRENTLY)"
              + "|REINDEX \\( ([^)]* )?CONCURRENTLY (?!(OFF|FALSE|0|\\?) )[^)]*\\)"
              + "|ALTER TABLE .* DETACH PARTITION .* CONCURRENTLY"
              + "|VACUUM|CLUSTER( VERBOSE)?(?= $)|CLUSTER \\( [^)]*\\)(?= $)"
              + "|(CREATE|DROP) (DATABASE|TABLESPACE)|ALTER DATABASE \\S+ SET TABLESPACE"
              + "|CREATE SUBSCRIPTION(?!.* (CREATE_SLOT|CONNECT) = (FALSE|OFF|0|\\?) )|DROP SUBSCRIPTION"
              + "|ALTER SYSTEM|DISCARD ALL|(COMMIT|ROLLBACK) PREPARED) .*");

  /** After it the server drops the subscription in a transaction, too. */
  private static final Pattern WITHOUT_SLOT =
      Pattern.compile("(ALTER|CREATE) SUBSCRIPTION .* SLOT_NAME = NONE .*");

  /** Statements that change only the session, in a transaction as well as outside. */
  private static final Pattern SETTING =
      Pattern.compile("(SET (?!CONSTRAINTS |TRANSACTION |LOCAL )|RESET ).*");

  /** Statements that must precede any query of the transaction (manual, SET TRANSACTION). */
  private static final Pattern OF_TRANSACTION =
      Pattern.compile("SET ((SESSION|LOCAL) )?TRANSACTION(_ISOLATION|_DEFERRABLE|_READ_ONLY)? .*");

  private static final Pattern READ_ONLY =
      Pattern.compile(
          "SET ((SESSION|LOCAL) )?TRANSACTION (.* )?READ ONLY .*"
              + "|SET ((SESSION|LOCAL) )?TRANSACTION_READ_ONLY (=|TO) (ON|TRUE|YES|1) .*");

  /** PlannedStmtRequiresSnapshot in pquery.c. */
  private static final Pattern WITHOUT_SNAPSHOT =
      Pattern.compile("(SET|RESET|SHOW|LOCK|LISTEN|UNLISTEN|NOTIFY|CHECKPOINT) .*");

  private static final Pattern LOCK = Pattern.compile("LOCK .*");

  /** LOCK, and settings with which it finds a table, may lock it, and waits. */
  private static final Pattern FOR_LOCKS =
      Pattern.compile(
          "LOCK .*|(SET ((SESSION|LOCAL) )?|RESET )(SEARCH_PATH|SCHEMA|ROLE|SESSION AUTHORIZATION|LOCK_TIMEOUT) .*");

  /**
   * Statements that the server refuses with the same code for another reason: they come too late,
   * or a function that they call has a statement that can't run in one.
   */
  private static final Pattern FITS_INSIDE = Pattern.compile("(SET|SELECT|WITH|VALUES|DO|CALL) .*");

  private TransactionControl() {}

  /** True if it begins or ends a transaction; a savepoint does neither. */
  public static boolean is(StatementPart part) {
    return !part.inAtomicBody() && CONTROL.matcher(part.words()).matches();
  }

  /** True if its words show that it must run outside a transaction. */
  public static boolean mustBeOutside(StatementPart part) {
    return OUTSIDE.matcher(part.words()).matches();
  }

  /** True if a subscription is without a slot afterwards, so that it can be dropped inside. */
  static boolean leavesSlot(StatementPart part) {
    return WITHOUT_SLOT.matcher(part.words()).matches();
  }

  /** True if it drops a subscription. */
  static boolean dropsSubscription(StatementPart part) {
    return part.words().startsWith("DROP SUBSCRIPTION ");
  }

  /** True if nothing can be written in its transaction any more. */
  static boolean makesReadOnly(StatementPart part) {
    return READ_ONLY.matcher(part.words()).matches();
  }

  /** True if it sets a property of its transaction, such as the isolation level. */
  public static boolean setsTransaction(Statement statement) {
    return is(statement, OF_TRANSACTION);
  }

  /** True if the transaction sees nothing yet that it would go on seeing after it. */
  public static boolean takesNoSnapshot(Statement statement) {
    return statement.parts().stream()
        .allMatch(part -> WITHOUT_SNAPSHOT.matcher(part.words()).matches());
  }

  /** True if it locks tables. */
  public static boolean locks(Statement statement) {
    return is(statement, LOCK);
  }

  /** True if it locks tables, or sets what that depends on. */
  public static boolean isForLocks(Statement statement) {
    return is(statement, FOR_LOCKS);
  }

  private static boolean is(Statement statement, Pattern words) {
    return statement.parts().size() == 1
        && words.matcher(statement.parts().get(0).words()).matches();
  }

  /** True if it can surely run in a transaction. */
  public static boolean fitsInside(StatementPart part) {
    return FITS_INSIDE.matcher(part.words()).matches();
  }

  /** True if it only sets something for the session. */
  public static boolean onlySets(StatementPart part) {
    return SETTING.matcher(part.words()).matches();
  }
}
