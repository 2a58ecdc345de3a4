package io.lockstep;

/** How a run ended, as one word or two; {@link ExitCode} says the same to programs. */
public enum RunResult {
  /** All targets are reached. */
  DONE,
  /** All targets were reached before. */
  NOTHING_TO_DO,
  /** A newer revision has run, so this one did nothing. */
  SUPERSEDED,
  /** This turn of the rollout had ended well before. */
  DONE_BEFORE,
  /** It can't be carried out; nothing was changed. */
  REFUSED,
  /** It ended with an error. */
  FAILED,
  /** The process was asked to end. */
  STOPPED;

  /** Its name in JSON, logs and metrics: a contract. */
  @Override
  public String toString() {
    return ConstantName.of(this);
  }
}
