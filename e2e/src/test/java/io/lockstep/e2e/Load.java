package io.lockstep.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** Requests without a pause, each answered or counted as failed; nothing is tried again. */
final class Load implements AutoCloseable {
  private static final int THREADS = 4;
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LONGEST).build();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads;
  private volatile boolean ended;

  private Load(String url) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(LONGEST).build();
    threads =
        IntStream.range(0, THREADS)
            .mapToObj(i -> new Thread(() -> askAgainAndAgain(request), "load-" + i))
            .toList();
  }

  static Load on(String url) {
    Load load = new Load(url);
    load.threads.forEach(Thread::start);
    return load;
  }

  private void askAgainAndAgain(HttpRequest request) {
    while (!ended) {
      try {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          answers.merge(answer.body().replaceAll(":.*", ""), 1, Integer::sum);
        } else {
          failures.add(Instant.now() + " " + answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        failures.add(Instant.now() + " " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** How often each version has answered. */
  Map<String, Integer> answers() {
    return Map.copyOf(answers);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    ended = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
