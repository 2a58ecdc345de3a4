package io.lockstep.listing;

import io.lockstep.ConstantName;
import java.util.Optional;

/** The state of a migration; those that need a look come last, as the eye rests there. */
public enum MigrationState {
  /** In the database. */
  APPLIED,
  /** In the image, and not in the database yet. */
  PENDING,
  /** A contract step in the image that is not in the database until old pods are gone. */
  WAITING,
  /** Applied, and taken back. */
  UNDONE,
  /** In the database, and not in the image. */
  UNKNOWN,
  /** The file is no longer what was applied. */
  CHANGED;

  /** The state of this name; empty for one that a newer Lockstep has. */
  public static Optional<MigrationState> parse(String text) {
    return ConstantName.find(MigrationState.class, text);
  }

  /** True if the migration is in the database. */
  public boolean isInDatabase() {
    return switch (this) {
      case APPLIED, UNKNOWN, CHANGED -> true;
      case PENDING, WAITING, UNDONE -> false;
    };
  }

  /** True if a version in this state needs attention. */
  public boolean isFinding() {
    return switch (this) {
      case UNKNOWN, CHANGED -> true;
      case APPLIED, PENDING, WAITING, UNDONE -> false;
    };
  }

  /** True if a repeatable in this state runs next time. */
  public boolean isDue() {
    return switch (this) {
      case PENDING, CHANGED -> true;
      case APPLIED, WAITING, UNDONE, UNKNOWN -> false;
    };
  }

  /** Its name in JSON, and the name of its class in the page's style: a contract. */
  @Override
  public String toString() {
    return ConstantName.of(this);
  }
}
