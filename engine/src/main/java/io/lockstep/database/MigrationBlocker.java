package io.lockstep.database;

/** Why nothing can be migrated on a session, whatever is asked. */
enum MigrationBlocker {
  /** The server only follows another one. */
  STANDBY(
      "this is a standby (in recovery), which can't be written to",
      "Give the primary in POSTGRES_HOST and POSTGRES_PORT, or promote this one (pg_promote())."),

  /** Somebody has closed the database, or the role, to writing: that is not for us to undo. */
  READ_ONLY(
      "it is set to be read only (default_transaction_read_only), so that nothing can be migrated",
      "If that is not meant any more: SET default_transaction_read_only = off; then ALTER DATABASE"
          + " … (or ALTER ROLE …) RESET default_transaction_read_only."),

  /**
   * Stock Flyway, which others may go on with (rule 8), writes the role's name unquoted into SET
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

  String reason() {
    return reason;
  }

  String advice() {
    return advice;
  }
}
