package io.lockstep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server of the cluster that got kill -9, until this is closed: then it is started again, as it
 * was, and also if this test is killed, since the cluster must not stay broken. Who stops the
 * cluster does not know its new process, so that it ends with another server that it needs.
 */
final class Killed implements AutoCloseable {
  private static final String GUARD =
      """
      needed=$1; shift
      read -r _ # the end of its input, too
      "$@" &
      while kill -0 "$needed"; do sleep 1; done
      kill "$!"
      """;

  private final Process guard;

  private Killed(Process guard) {
    this.guard = guard;
  }

  /**
   * Kills it.
   *
   * @param needed the server with which it ends
   */
  static Killed kill(ProcessHandle server, ProcessHandle needed) {
    try {
      Path process = Path.of("/proc/" + server.pid());
      List<String> command =
          new ArrayList<>(List.of("setsid", "sh", "-c", GUARD, "sh", "" + needed.pid()));
      command.addAll(
          List.of(
              Files.readString(process.resolve("cmdline"), StandardCharsets.UTF_8).split("\0", 0)));
      Process guard =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(process.resolve("fd/1").toRealPath().toFile()))
              .start();
      Command.run(List.of("kill", "-9", "" + server.pid())).succeeded();
      server.onExit().join();
      return new Killed(guard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      guard.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
