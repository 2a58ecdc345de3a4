package io.lockstep.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Runs a small command of the system to its end. */
final class Shell {
  private Shell() {}

  /** Runs it, and fails with its output unless it ends with 0. The output is returned. */
  static String run(String... command) {
    try {
      // by the shell, since kill is built into every shell, but not installed everywhere
      String[] all = new String[command.length + 4];
      System.arraycopy(new String[] {"sh", "-c", "\"$@\"", "sh"}, 0, all, 0, 4);
      System.arraycopy(command, 0, all, 4, command.length);
      Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
