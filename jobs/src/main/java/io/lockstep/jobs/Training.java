package io.lockstep.jobs;

import io.lockstep.ProcessClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * Runs each line of standard input as a command line, with tabs between its words, in one process:
 * the JVM writes down for an AOT cache what one process has done, and the first run on a database
 * goes other ways than the next ones.
 */
final class Training {
  private Training() {}

  /** Ends with the code of the first run that fails. */
  public static void main(String[] args) throws IOException {
    ProcessClock clock = new ProcessClock(JobsMain.grace());
    CountDownLatch ended = JobsMain.stopOnSigterm(clock);
    int code = 0;
    try {
      ParallelStart start = ParallelStart.begin();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null && code == 0; line = lines.readLine()) {
        code = CommandRegistry.execute(clock, start, line.split("\t", -1));
      }
    } finally {
      ended.countDown();
    }
    System.exit(code);
  }
}
