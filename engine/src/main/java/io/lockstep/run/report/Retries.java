package io.lockstep.run.report;

import java.time.Duration;

/**
 * How a step waits for the locks of other sessions (rule 9).
 *
 * @param lockTimeout the longest wait of one try, PostgreSQL's lock_timeout
 * @param tries the number of all tries
 */
public record Retries(Duration lockTimeout, int tries) {
  /** 5 s a try, 10 tries. */
  public static final Retries DEFAULT = new Retries(Duration.ofSeconds(5), 10);
}
