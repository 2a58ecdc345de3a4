package io.lockstep.functions.page.app;

import io.lockstep.listing.MigrationListing;
import java.util.Locale;

/**
 * A colour and sign of the page, named after the state of a migration; other things that are well,
 * waiting or not well bear them too. They are in the order in which the page counts them: states
 * that need a look come last, as the eye rests there.
 */
public enum StateMark {
  /** In the database. */
  APPLIED,
  /** In the image, and not in the database yet. */
  PENDING,
  /** Applied, and taken back. */
  UNDONE,
  /** In the database, and not in the image. */
  UNKNOWN,
  /** The file is no longer what was applied. */
  CHANGED;

  static StateMark of(MigrationListing migration) {
    return valueOf(migration.state().toUpperCase(Locale.ROOT));
  }

  /** Whether the migration is not in the database. */
  public static boolean isWaiting(MigrationListing migration) {
    return switch (of(migration)) {
      case PENDING, UNDONE -> true;
      case APPLIED, UNKNOWN, CHANGED -> false;
    };
  }

  /** The name of its class in the page's style, and its word. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
