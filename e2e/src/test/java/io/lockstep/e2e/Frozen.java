package io.lockstep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * A process that stands still, as if its machine did, until this is closed. Connections to it stay
 * open, and nothing answers.
 */
final class Frozen implements AutoCloseable {
  private final ProcessHandle process;
  private final Process guard;

  private Frozen(ProcessHandle process, Process guard) {
    this.process = process;
    this.guard = guard;
  }

  /**
   * Stops it.
   *
   * @param atMost after which it goes on although this test may have been killed: the cluster must
   *     not stay broken
   */
  static Frozen freeze(ProcessHandle process, Duration atMost) {
    try {
      Process guard =
          new ProcessBuilder(
                  "setsid",
                  "sh",
                  "-c",
                  "sleep %d; kill -CONT %d".formatted(atMost.toSeconds(), process.pid()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      signal(process, "STOP");
      return new Frozen(process, guard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    signal(process, "CONT");
    guard.destroy();
  }

  private static void signal(ProcessHandle process, String name) {
    Command.run(List.of("kill", "-" + name, "" + process.pid())).succeeded();
  }
}
