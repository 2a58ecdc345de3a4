package io.lockstep.audit;

import io.lockstep.ConstantName;

/** What {@code verify} says of a database. */
public enum VerificationResult {
  /** It is what its history says, and the schema is as the last run recorded it. */
  AS_RECORDED,
  /** It is what its history says; there was no record to compare the schema with. */
  NOT_RECORDED,
  /** There are findings or differences. */
  DIFFERS,
  /** A newer Lockstep recorded a result that this one does not have. */
  UNKNOWN;

  static VerificationResult parse(String text) {
    return ConstantName.find(VerificationResult.class, text).orElse(UNKNOWN);
  }

  /** Its name in the table and in JSON: a contract. */
  @Override
  public String toString() {
    return ConstantName.of(this);
  }
}
