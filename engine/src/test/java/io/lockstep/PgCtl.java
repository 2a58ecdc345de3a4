package io.lockstep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's pg_ctl on the data folder of a server that the embedded library has started. */
public record PgCtl(Path data) {
  /**
   * Stops it.
   *
   * @param mode fast or immediate
   */
  public void stop(String mode) {
    run("-m", mode, "-w", "stop");
  }

  /** Starts it after it has gone, with the options that it had. */
  public void start() {
    run("-w", "-o", started()[1], "-l", log(), "start");
  }

  /** Stops it, and starts it again at once. */
  public void restart(String mode) {
    run("-m", mode, "-w", "-l", log(), "restart");
  }

  /** Makes a primary of a standby. */
  public void promote() {
    run("-w", "promote");
  }

  /** Ends it without a chance to tidy up. */
  public void kill() {
    String pid = read("postmaster.pid").lines().findFirst().orElseThrow();
    ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
  }

  private void run(String... arguments) {
    try {
      List<String> command = new ArrayList<>();
      if (Files.getAttribute(data, "unix:uid").equals(0)) {
        command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
      }
      command.add(Path.of(started()[0]).resolveSibling("pg_ctl").toString());
      command.addAll(List.of("-D", data.toString()));
      command.addAll(List.of(arguments));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The program that was started, and its options in quotes. */
  private String[] started() {
    return read("postmaster.opts").strip().split(" ", 2);
  }

  private String log() {
    return data.resolve("again.log").toString();
  }

  private String read(String file) {
    try {
      return Files.readString(data.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
