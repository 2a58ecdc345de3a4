package io.lockstep.jobs.migrate;

import io.lockstep.program.logging.Terminal;
import io.lockstep.run.report.RunListener;
import java.util.Map;

/**
 * Shows the progress of a run on a terminal. Without a terminal, log lines show it, and no class of
 * the progress bar is loaded.
 */
final class Progress implements AutoCloseable {
  private final RunListener listener;
  private final Runnable end;

  Progress(RunListener listener, Runnable end) {
    this.listener = listener;
    this.end = end;
  }

  /** A bar if standard error is a terminal and the environment does not turn it off. */
  static Progress of(Map<String, String> environment) {
    return Terminal.isWatched(environment)
        ? ProgressBar.start(System.err, Terminal.hasColours(environment))
        : new Progress(RunListener.NONE, () -> {});
  }

  /** The listener to pass to a run. */
  RunListener listener() {
    return listener;
  }

  /** Leaves the terminal as it was. */
  @Override
  public void close() {
    end.run();
  }
}
