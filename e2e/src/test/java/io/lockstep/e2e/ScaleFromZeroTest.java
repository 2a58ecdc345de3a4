package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scenario 7: no pod serves while nobody asks, and no request fails when somebody does. */
@OnCluster
class ScaleFromZeroTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final Duration COLD_START = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 200;
  private static final String FILES =
      """
      migrations:
        targets: [slow latest]
        files:
          slow:
            V0001__one.sql: "create table one ();"
            %s
      """;

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void it_scales_to_zero_and_back_and_serves_while_a_job_migrates() throws InterruptedException {
    web.upgrade(FILES.formatted(""));
    Site site = web.site();
    assertThat(site.get("/").status()).isEqualTo(200);

    await("no pod serves any more")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> web.livePods("serving").findAny().isEmpty());
    long start = System.nanoTime();
    assertThat(site.states("slow")).isEqualTo(Map.of("0001", "applied"));
    Duration cold = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("e2e: the list after a cold start took %d ms%n", cold.toMillis());
    assertThat(cold).isLessThan(COLD_START);

    List<Site.Answer> answers = answersDuring(site, this::migrateSlowly);
    System.out.printf("e2e: %d requests while a Job migrated%n", answers.size());
    assertThat(answers).hasSizeGreaterThan(20).allMatch(answer -> answer.status() == 200);
    assertThat(answers).as("some saw the Job at work").anyMatch(ScaleFromZeroTest::isRunning);
    assertThat(site.states("slow")).isEqualTo(Map.of("0001", "applied", "0002", "applied"));
  }

  private void migrateSlowly() {
    web.upgrade(FILES.formatted("V0002__two.sql: \"create table two (); select pg_sleep(15);\""));
  }

  private static boolean isRunning(Site.Answer answer) {
    return answer.body().contains("\"result\":\"running\"");
  }

  /** What the URL answers, over and over, until the action has ended. */
  private static List<Site.Answer> answersDuring(Site site, Runnable action)
      throws InterruptedException {
    List<Site.Answer> answers = new ArrayList<>();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<Void> done = CompletableFuture.runAsync(action, executor);
      while (!done.isDone()) {
        answers.add(site.get("/migrations"));
        done.copy().orTimeout(POLL_MILLIS, TimeUnit.MILLISECONDS).exceptionally(e -> null).join();
      }
      done.join();
    } finally {
      executor.shutdown();
    }
    return answers;
  }
}
