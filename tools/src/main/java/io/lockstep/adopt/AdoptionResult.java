package io.lockstep.adopt;

import io.lockstep.ConstantName;

/** How an adoption ended. */
public enum AdoptionResult {
  /** The migrations count as applied from now on. */
  ADOPTED,
  /** A dry run found nothing against it. */
  CAN_BE_ADOPTED,
  /** They counted as applied before. */
  NOTHING_TO_DO,
  /** The schema is not what the migrations make; nothing was written. */
  DIFFERS;

  /** Its name in JSON: a contract. */
  @Override
  public String toString() {
    return ConstantName.of(this);
  }
}
