package io.lockstep.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program run as a user would type it, in the checkout's folder. */
final class Command {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration LIMIT = Duration.ofMinutes(8);

  /** What it said and how it ended. */
  record Result(String line, int exit, String out, String err) {
    /** Its output. */
    String succeeded() {
      if (exit != 0) {
        throw new AssertionError(this);
      }
      return out;
    }

    /** All that it said about its failure. */
    String failed() {
      if (exit == 0) {
        throw new AssertionError("should have failed: " + this);
      }
      return out + err;
    }

    @Override
    public String toString() {
      return "$ %s\n%s%s[exit %d]".formatted(line, out, err, exit);
    }
  }

  private Command() {}

  static Result run(List<String> words) {
    return run(words, "");
  }

  /** Runs it with this text as its standard input. */
  static Result run(List<String> words, String input) {
    String line = String.join(" ", words);
    try {
      Process process = new ProcessBuilder(words).directory(CHECKOUT.toFile()).start();
      CompletableFuture<String> out = read(process.getInputStream());
      CompletableFuture<String> err = read(process.getErrorStream());
      process.outputWriter(StandardCharsets.UTF_8).append(input).close();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("$ " + line + "\nis still running after " + LIMIT);
      }
      return new Result(line, process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(line, e);
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    // Not the common pool: with two processors it has a single thread, and the classes share it.
    Thread reader =
        new Thread(
            () -> {
              try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(e);
              }
            },
            "output");
    reader.setDaemon(true);
    reader.start();
    return text;
  }
}
