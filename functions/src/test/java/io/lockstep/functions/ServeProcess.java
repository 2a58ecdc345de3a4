package io.lockstep.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.JavaProcesses;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code serve} as a process, with the JVM's options that a test wants. */
final class ServeProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("on port ([0-9]+)");

  private final JavaProcesses java = new JavaProcesses();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private ServeProcess(TestDatabase database, Path db, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of(Serve.class.getName(), "--db", db.toString(), "--port", "0"));
    process =
        java.start(
            Map.of(
                "POSTGRES_HOST",
                "localhost",
                "POSTGRES_PORT",
                String.valueOf(TestDatabase.port()),
                "POSTGRES_DB",
                database.name(),
                "POSTGRES_USER",
                "postgres"),
            arguments);
    BufferedReader log = process.inputReader();
    String line = log.readLine();
    Matcher found = PORT.matcher(line == null ? "" : line);
    assertThat(found.find()).as(line).isTrue();
    port = Integer.parseInt(found.group(1));
    Thread reader = new Thread(() -> log.lines().forEach(System.out::println), "serve-log");
    reader.setDaemon(true);
    reader.start();
  }

  static ServeProcess on(TestDatabase database, Path db, String... options) {
    try {
      return new ServeProcess(database, db, List.of(options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  /** Asks, and waits for the answer. */
  HttpResponse<String> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
    return client
        .sendAsync(request, BodyHandlers.ofString())
        .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** The most memory that it ever had resident, where the system says so: on Linux. */
  Optional<Long> peakMegabytes() {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    java.close();
  }
}
