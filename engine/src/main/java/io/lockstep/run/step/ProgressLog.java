package io.lockstep.run.step;

import io.lockstep.CancellableClock;
import io.lockstep.database.Session;
import io.lockstep.progress.ProgressReader;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the progress of a long statement, where PostgreSQL knows it. */
final class ProgressLog {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final ProgressReader reader;
  private final int watched;
  private final StepLog steps;
  private final CancellableClock clock;
  private Duration asked;

  /**
   * @param watcher an idle session to ask
   * @param watched the server process that executes the step
   */
  ProgressLog(Session watcher, int watched, StepLog steps, CancellableClock clock) {
    this.reader = new ProgressReader(watcher.jdbc());
    this.watched = watched;
    this.steps = steps;
    this.clock = clock;
    this.asked = clock.elapsed();
  }

  /** Logs the progress at most every ten seconds, however often it is called. */
  void look() {
    Duration now = clock.elapsed();
    if (now.minus(asked).compareTo(EVERY) >= 0) {
      asked = now;
      reader.of(watched).ifPresent(progress -> log.info("{}: {}", steps.now(), progress.line()));
    }
  }
}
