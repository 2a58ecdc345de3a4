package io.lockstep.run;

import java.util.Optional;

/** What a run finds out before it plans: it may go on, or there is nothing left to do. */
sealed interface Admission {
  /** The database with the lock, which must be closed. */
  default Optional<HeldDatabase> database() {
    return this instanceof Granted granted ? Optional.of(granted.held()) : Optional.empty();
  }

  /** Why there is nothing to do. */
  default Optional<RunReport> report() {
    return this instanceof Needless needless ? Optional.of(needless.reason()) : Optional.empty();
  }

  /** It holds the lock. */
  record Granted(HeldDatabase held) implements Admission {}

  /** Others have done it, or something newer. */
  record Needless(RunReport reason) implements Admission {}
}
