package io.lockstep.jobs;

import io.lockstep.program.Terminal;
import io.lockstep.run.RunListener;
import java.util.Map;

/**
 * Shows on a terminal how far a run is. Where nobody watches, the log's lines say it, and no class
 * of the progress bar is loaded.
 */
final class Progress implements AutoCloseable {
  private final RunListener listener;
  private final Runnable end;

  Progress(RunListener listener, Runnable end) {
    this.listener = listener;
    this.end = end;
  }

  /** As standard error and the environment say. */
  static Progress of(Map<String, String> environment) {
    return Terminal.isWatched(environment)
        ? ProgressBar.start(System.err, Terminal.hasColours(environment))
        : new Progress(RunListener.NONE, () -> {});
  }

  /** What is to be told of a run. */
  RunListener listener() {
    return listener;
  }

  /** Leaves the terminal as it was. */
  @Override
  public void close() {
    end.run();
  }
}
