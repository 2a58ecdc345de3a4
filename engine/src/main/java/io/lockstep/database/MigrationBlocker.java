package io.lockstep.database;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;

/** A reason why nothing can be migrated on a session, whatever the request is. */
enum MigrationBlocker {
  /** The server is a standby. */
  STANDBY(
      "this is a standby (in recovery), which can't be written to",
      "Give the primary in POSTGRES_HOST and POSTGRES_PORT, or promote this one (pg_promote())."),

  /** Somebody has set the database, or the role, to read only: Lockstep must not override that. */
  READ_ONLY(
      "it is set to be read only (default_transaction_read_only), so that nothing can be migrated",
      "If that is not meant any more: SET default_transaction_read_only = off; then ALTER DATABASE"
          + " … (or ALTER ROLE …) RESET default_transaction_read_only."),

  /**
   * Stock Flyway, with which others may go on (rule 8), writes the role's name unquoted into SET
   * ROLE after each migration (12.4).
   */
  APOSTROPHE(
      "the role's name has an apostrophe, which stock Flyway can't handle",
      "Migrate as another role (POSTGRES_USER), or rename it: ALTER ROLE … RENAME TO ….");

  private final String reason;
  private final String advice;

  MigrationBlocker(String reason, String advice) {
    this.reason = reason;
    this.advice = advice;
  }

  /**
   * The error.
   *
   * @param asked what was asked
   */
  LockstepException refusal(String asked, ExitCode exit) {
    return new LockstepException(exit, asked, reason, advice);
  }
}
