package io.lockstep.waiting;

import java.time.Instant;
import java.util.List;

/**
 * A release whose contract steps wait for old pods. The names of the components are the JSON's: a
 * contract.
 *
 * @param release the release's name
 * @param waitingFor the pods that are still there, or what else isn't rolled out yet
 * @param since the time when the wait began
 * @param updatedAt the time when the names were last looked up
 * @param ageSeconds the seconds since then, by the database's clock
 */
public record ContractWait(
    String release, List<String> waitingFor, Instant since, Instant updatedAt, long ageSeconds) {
  /** Who waits writes every 30 s; names that are older than this may be out of date. */
  private static final long FRESH_SECONDS = 60;

  /** For people: {@code shop is waiting for the old pods: web-5d9c-abc}. */
  public String sentence() {
    return release + " is " + line();
  }

  /** The same without the release. */
  String line() {
    return "waiting for the old pods"
        + (waitingFor.isEmpty() ? "" : ": " + String.join(", ", waitingFor))
        + (ageSeconds > FRESH_SECONDS ? " (as of " + ageSeconds + " s ago)" : "");
  }
}
