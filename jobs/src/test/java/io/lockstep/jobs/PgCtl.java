package io.lockstep.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's pg_ctl on the data folder of a server that the embedded library has started. */
record PgCtl(Path data) {
  /** As pg_ctl's restart, with the options that the server was started with. */
  void restart(String mode) {
    run("-m", mode, "-w", "-l", data.resolve("restart.log").toString(), "restart");
  }

  /** Starts it after it has gone, with the options that it had. */
  void start() {
    String options = options();
    run("-w", "-o", options.substring(options.indexOf(' ') + 1), "-l", log(), "start");
  }

  /** Ends it without a chance to tidy up. */
  void kill() {
    Shell.run("kill", "-9", read("postmaster.pid").lines().findFirst().orElseThrow());
  }

  void run(String... arguments) {
    List<String> command = new ArrayList<>();
    if (Shell.run("id", "-u").strip().equals("0")) {
      command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
    }
    command.add(binary().resolveSibling("pg_ctl").toString());
    command.addAll(List.of("-D", data.toString()));
    command.addAll(List.of(arguments));
    Shell.run(command.toArray(String[]::new));
  }

  private Path binary() {
    return Path.of(options().split(" ", 2)[0]);
  }

  /** The command that the server was started with. */
  private String options() {
    return read("postmaster.opts").strip();
  }

  private String log() {
    return data.resolve("restart.log").toString();
  }

  private String read(String file) {
    try {
      return Files.readString(data.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
