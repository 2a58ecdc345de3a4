package io.lockstep.docs;

import io.lockstep.ClassArchive;
import io.lockstep.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** A reader's checkout with a database of its own, in which a document's lines are typed. */
final class Scratch {
  private static final Pattern CASE =
      Pattern.compile("([a-z| ]+|\\*)\\) +module=\\S+ main=(\\S+)[^;]*(; shift)? ;;.*");
  private static final Pattern SERVES =
      Pattern.compile(".*(and in a browser: |serving .* on port ).*");

  private final Path checkout;
  private final TestDatabase database = TestDatabase.create();

  /** How a line ended, and what it said. */
  record Result(int exit, List<String> output) {}

  Scratch(Path folder) {
    try {
      copy(Path.of("src", "test", "resources", "scratch"), folder);
      checkout = folder.resolve("lockstep");
      copy(Document.CHECKOUT.resolve("db"), checkout.resolve("db"));
      Files.writeString(
          checkout.resolve(".env"),
          """
          POSTGRES_HOST=localhost
          POSTGRES_PORT=%d
          POSTGRES_DB=%s
          POSTGRES_USER=postgres
          POSTGRES_PASSWORD=postgres
          """
              .formatted(TestDatabase.port(), database.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  void prepare(Expectations.Expectation expected) throws Exception {
    for (var file : expected.files().entrySet()) {
      Path path = checkout.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    if (!expected.env().isEmpty()) {
      Files.writeString(checkout.resolve(".env"), expected.env(), StandardOpenOption.APPEND);
    }
    for (String line : expected.first()) {
      Result result = lockstep(ShellWords.of(line));
      if (result.exit() != 0) {
        throw new AssertionError(line + ": " + result);
      }
    }
    for (String statement : expected.sql().split(";\\s*\n", -1)) {
      if (!statement.isBlank()) {
        database.jdbc().sql(statement).update();
      }
    }
  }

  /** Runs {@code ./lockstep …}; what serves is ended once it does. */
  Result lockstep(List<String> words) throws Exception {
    Process process = start(words);
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (SERVES.matcher(line).matches() && !words.contains("--exit")) {
          process.toHandle().destroy(); // unlike Process.destroy, it lets us read on
        }
      }
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        throw new AssertionError("still running: " + words);
      }
    } finally {
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), output);
  }

  private Process start(List<String> words) throws IOException {
    List<String> command = new ArrayList<>(Archive.COMMAND);
    command.addAll(program(words.subList(1, words.size())));
    return start(command, checkout);
  }

  private static Process start(List<String> command, Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("POSTGRES_") || name.startsWith("LOCKSTEP_"));
    return builder.redirectErrorStream(true).start();
  }

  /** The programs' classes: those that a run in a checkout of its own loads. */
  private static final class Archive {
    static final List<String> COMMAND = build();

    private static List<String> build() {
      try {
        Path folder = Files.createTempDirectory("archive");
        try {
          Scratch scratch = new Scratch(folder);
          return ClassArchive.of(
                  program(List.of("migrate", "main latest", "--json")),
                  command -> runs(command, scratch.checkout))
              .command();
        } finally {
          FileSystemUtils.deleteRecursively(folder);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void runs(List<String> command, Path folder) throws IOException {
      Process process = start(command, folder);
      String said = String.join("\n", process.inputReader().lines().toList());
      if (process.onExit().join().exitValue() != 0) {
        throw new IllegalStateException(command + "\n" + said);
      }
    }
  }

  /** Its class and arguments, as the script {@code lockstep} says; with a free port to serve at. */
  private static List<String> program(List<String> words) throws IOException {
    String name = words.isEmpty() ? "" : words.get(0);
    for (String line : Files.readAllLines(Document.CHECKOUT.resolve("lockstep"))) {
      Matcher branch = CASE.matcher(line.strip());
      if (branch.matches()
          && (List.of(branch.group(1).split("[ |]+", -1)).contains(name)
              || branch.group(1).equals("*"))) {
        List<String> command = new ArrayList<>(List.of(branch.group(2)));
        words.stream()
            .skip(branch.group(3) == null ? 0 : 1)
            .map(word -> word.equals("8080") ? "0" : word)
            .forEach(command::add);
        return command;
      }
    }
    throw new AssertionError("./lockstep knows no " + words);
  }
}
