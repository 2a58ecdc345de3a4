package io.lockstep.importing;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.InstalledTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another tool's program, where {@code .ci/tools} has installed it. */
record RealTool(Path program) {
  private static final long LIMIT_SECONDS = 300;

  /** Finds it, or skips the test and prints why. */
  static RealTool named(String name) {
    return new RealTool(InstalledTool.named(name));
  }

  /** Runs it in this folder, which must end well, and returns what it has printed. */
  String run(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(folder, ".out", "");
      Path err = Files.createTempFile(folder, ".err", "");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(LIMIT_SECONDS, SECONDS);
      process.destroyForcibly();
      String printed = Files.readString(out, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(command + "\n" + printed + Files.readString(err));
      }
      Files.delete(out);
      Files.delete(err);
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
