package io.lockstep.listing;

import io.lockstep.ConstantName;

/** The place of a migration's undo script. */
public enum UndoPlace {
  /** The database: any image can take the migration back. */
  STORED,
  /** The image alone. */
  FILE,
  /** There is none. */
  NONE;

  /** Its name in JSON: a contract. */
  @Override
  public String toString() {
    return ConstantName.of(this);
  }
}
