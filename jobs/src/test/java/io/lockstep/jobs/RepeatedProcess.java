package io.lockstep.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * A JVM with {@link RepeatedMain}, which is given the next command once it has ended the one
 * before.
 */
final class RepeatedProcess {
  private final Process process;
  private final Writer commands;
  private volatile LockstepProcess current;

  /** Runs its first command. */
  RepeatedProcess(Process process, String... arguments) {
    this.process = process;
    this.commands = process.outputWriter();
    this.current = new LockstepProcess(process);
    Thread reader = new Thread(this::read, "repeated-process");
    reader.setDaemon(true);
    reader.start();
    send(arguments);
  }

  private void read() {
    process.errorReader().lines().forEach(this::line);
    try {
      current.ended(process.waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void line(String line) {
    if (line.startsWith(RepeatedMain.ENDED)) {
      current.ended(Integer.parseInt(line.substring(RepeatedMain.ENDED.length())));
    } else {
      current.said(line);
    }
  }

  /** The run of the last command. */
  LockstepProcess current() {
    return current;
  }

  /** Whether it can be given another. */
  boolean isFree() {
    return process.isAlive() && !current.isAlive() && !current.isKilled();
  }

  /** Runs another. */
  void next(String... arguments) {
    current = new LockstepProcess(process);
    send(arguments);
  }

  private void send(String... arguments) {
    try {
      commands.write(String.join("\t", arguments) + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
