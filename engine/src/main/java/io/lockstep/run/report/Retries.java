package io.lockstep.run.report;

import java.time.Duration;

/**
 * How a step waits for locks that others hold (rule 9).
 *
 * @param lockTimeout how long one try may queue, PostgreSQL's lock_timeout
 * @param tries how often it is tried in all
 */
public record Retries(Duration lockTimeout, int tries) {
  /** 5 s a try, 10 tries. */
  public static final Retries DEFAULT = new Retries(Duration.ofSeconds(5), 10);
}
