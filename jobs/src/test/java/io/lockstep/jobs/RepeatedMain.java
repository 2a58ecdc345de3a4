package io.lockstep.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.ProcessClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Does what {@link JobsMain} does, for one command after the other: to start a JVM takes longer
 * than most runs. Each command is a line on standard input, its arguments separated by tabs; its
 * end is a line on standard error.
 */
final class RepeatedMain {
  /** The exit code comes after it. */
  static final String ENDED = "exit code: ";

  private RepeatedMain() {}

  public static void main(String[] none) throws IOException {
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      int code =
          CommandRegistry.execute(new ProcessClock(), ParallelStart.begin(), line.split("\t", -1));
      System.err.println(ENDED + code);
    }
  }
}
