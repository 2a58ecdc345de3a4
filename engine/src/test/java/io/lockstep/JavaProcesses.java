package io.lockstep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JVMs with this one's class path, killed when closed. */
public final class JavaProcesses implements AutoCloseable {
  private final List<Process> started = new ArrayList<>();

  /**
   * Starts one; what it writes to standard error is in its standard output.
   *
   * @param environment beside this process's own
   * @param arguments options of the JVM, the main class, and what that is given
   */
  public Process start(Map<String, String> environment, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
