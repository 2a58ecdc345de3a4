package io.lockstep.jobs;

import static io.lockstep.Patience.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The program in a process of its own, as a Job runs it. Killed when closed, if it still lives. */
final class LockstepProcess implements AutoCloseable {
  private final Process process;
  private final CompletableFuture<Integer> exit;
  private final OffsetDateTime started = OffsetDateTime.now(ZoneOffset.UTC);
  private final Output out = new Output();
  private final Output err = new Output();
  private volatile boolean killed;

  /** One that says itself what it reads and when it ends: {@link #said} and {@link #ended}. */
  LockstepProcess(Process process) {
    this.process = process;
    this.exit = new CompletableFuture<>();
  }

  private LockstepProcess(Process process, CompletableFuture<Integer> exit) {
    this.process = process;
    this.exit = exit;
    out.read(process.inputReader());
    err.read(process.errorReader());
  }

  /** What the program finds when it starts; its environment is this and nothing else. */
  record Launch(
      List<String> program, Map<String, String> environment, List<String> jvm, Path directory) {
    /** On this database with these migrations. */
    static Launch on(TestDatabase database, Path db) {
      return on(ProgramCommand.COMMAND, database, db);
    }

    /** The same with this command in place of {@link ProgramCommand#COMMAND}. */
    static Launch on(List<String> program, TestDatabase database, Path db) {
      return new Launch(program, Map.of(), List.of(), db)
          .with("PATH", System.getenv("PATH"))
          .with("LOCKSTEP_DB", db.toString())
          .with("POSTGRES_HOST", "localhost")
          .with("POSTGRES_PORT", String.valueOf(TestDatabase.port()))
          .with("POSTGRES_DB", database.name())
          .with("POSTGRES_USER", "postgres")
          .with("POSTGRES_PASSWORD", "postgres");
    }

    Launch with(String name, String value) {
      Map<String, String> more = new HashMap<>(environment);
      more.put(name, value);
      return new Launch(program, Map.copyOf(more), jvm, directory);
    }

    Launch without(String name) {
      Map<String, String> fewer = new HashMap<>(environment);
      fewer.remove(name);
      return new Launch(program, Map.copyOf(fewer), jvm, directory);
    }

    Launch jvm(String option) {
      List<String> more = new ArrayList<>(jvm);
      more.add(option);
      return new Launch(program, environment, List.copyOf(more), directory);
    }

    /** With this command in place of {@link ProgramCommand#COMMAND}. */
    Launch of(List<String> otherProgram) {
      return new Launch(otherProgram, environment, jvm, directory);
    }

    Launch in(Path workingDirectory) {
      return new Launch(program, environment, jvm, workingDirectory);
    }

    LockstepProcess start(String... arguments) {
      List<String> command = new ArrayList<>(program);
      command.addAll(1, jvm);
      command.addAll(List.of(arguments));
      return startCommand(command);
    }

    /** Runs to the end. */
    LockstepProcess run(String... arguments) {
      LockstepProcess process = start(arguments);
      process.exitCode();
      return process;
    }

    /** Runs this command in place of {@link ProgramCommand#COMMAND}. */
    LockstepProcess runCommand(List<String> command) {
      LockstepProcess process = startCommand(command);
      process.exitCode();
      return process;
    }

    /** Starts one that can run other commands after this. */
    RepeatedProcess startRepeated(String... arguments) {
      return new RepeatedProcess(
          startProcess(builder(ProgramCommand.REPEATED).redirectOutput(Redirect.DISCARD)),
          arguments);
    }

    private LockstepProcess startCommand(List<String> command) {
      Process process = startProcess(builder(command));
      return new LockstepProcess(process, process.onExit().thenApply(Process::exitValue));
    }

    private ProcessBuilder builder(List<String> command) {
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      return builder;
    }

    private static Process startProcess(ProcessBuilder builder) {
      try {
        return builder.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  long pid() {
    return process.pid();
  }

  OffsetDateTime started() {
    return started;
  }

  boolean isAlive() {
    return !exit.isDone() && process.isAlive();
  }

  /** It has said this line on standard error. */
  void said(String line) {
    err.add(line);
  }

  /** It has ended, although its JVM may live on. */
  void ended(int code) {
    exit.complete(code);
  }

  /** Waits for the end. */
  int exitCode() {
    try {
      int code = exit.get(Patience.LIMIT.toSeconds(), SECONDS);
      out.join();
      err.join();
      return code;
    } catch (TimeoutException e) {
      throw new AssertionError("still running; so far it said:\n" + err(), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end, and fails with what was said if it is another than this. */
  LockstepProcess exitsWith(int code) {
    assertThat(exitCode()).as("exit code, after\n%s", err()).isEqualTo(code);
    return this;
  }

  /** Waits until it has said this on standard error. */
  LockstepProcess says(String text) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> err().contains(text) || !process.isAlive());
    assertThat(err()).contains(text);
    return this;
  }

  String out() {
    return out.text();
  }

  String err() {
    return err.text();
  }

  /** How long it waited for the lock, by its own log line. */
  Duration lockWait() {
    return Duration.ofMillis(
        Long.parseLong(err().replaceAll("(?s).*lock obtained by \\S+ after (\\d+) ms.*", "$1")));
  }

  /** kill -9: no handler runs. */
  void kill() {
    killed = true;
    process.destroyForcibly();
  }

  boolean isKilled() {
    return killed;
  }

  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  /** SIGTERM; waits until it is heard. */
  void terminate() {
    signal("TERM");
    await().until(() -> SigtermThread.hasBegun(process.pid()) || !process.isAlive());
  }

  /** Ctrl-C; waits until it is heard. */
  void interrupt() {
    signal("INT");
    await().until(() -> SigtermThread.hasBegun(process.pid()) || !process.isAlive());
  }

  private void signal(String name) {
    Shell.run("kill", "-" + name, String.valueOf(process.pid()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /**
   * What it has said so far. A stream is read to its end, so that the process never waits for a
   * reader.
   */
  private static final class Output {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private Optional<Thread> reading = Optional.empty();

    void read(BufferedReader reader) {
      Thread thread = new Thread(() -> reader.lines().forEach(this::add));
      thread.setDaemon(true);
      thread.start();
      reading = Optional.of(thread);
    }

    void add(String line) {
      lines.add(line);
    }

    String text() {
      return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    void join() throws InterruptedException {
      if (reading.isPresent()) {
        reading.get().join(Patience.LIMIT.toMillis());
      }
    }
  }
}
