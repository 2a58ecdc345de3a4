package io.lockstep.functions.tenants;

import java.util.Locale;

/** How a tenant fares, in a word. */
public enum TenantCondition {
  /** It could not be read. */
  UNREAD,
  /** Its last run did not reach its target. */
  FAILED,
  /** A run is under way. */
  RUNNING,
  /** It is not at the targets, and nothing has failed. */
  PENDING,
  /** It is at the targets, or all that it misses waits for pods. */
  DONE;

  /** Its name in JSON and in questions: a contract. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
