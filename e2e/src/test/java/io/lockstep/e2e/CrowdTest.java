package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** Fifty Jobs at once, of fifty releases with an app each, on one database. */
@OnCluster
@Isolated("fills the node, and measures time")
class CrowdTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final int RELEASES = 50;
  private static final int HELMS = 4;
  private static final Duration ALL_WAIT = Duration.ofMinutes(7);
  private static final Duration ALL_END = Duration.ofMinutes(4);

  /** Who has waited for ten seconds asks less often. */
  private static final Duration EAGER = Duration.ofSeconds(12);

  private static final Duration MEASURED = Duration.ofSeconds(20);

  @Test
  void fifty_releases_migrate_one_after_the_other_and_ask_once_a_second_while_they_wait() {
    Release first = new Release(NAMESPACE, "first"); // keeps the lock until all others wait for it
    first.upgradeWithoutWaiting(
        SlowApp.values(SlowApp.UNTIL_TOLD)
            .replace("{auth:", "{networkPolicy: {enabled: false}, auth:"));
    SlowApp.awaitSecondStep(first);
    DirectDatabase database = DirectDatabase.of(first);

    double alone = transactionsPerSecond(database); // the holder's, and the probes'

    Stopwatch installing = new Stopwatch();
    install(database);
    installing.say("50 releases are installed");
    awaitAnswer(
        database,
        "select count(distinct application_name) - 1 from pg_stat_activity where application_name like 'lockstep %'",
        RELEASES,
        ALL_WAIT);
    installing.say("50 Jobs wait for one lock");
    pass(EAGER);
    double each = (transactionsPerSecond(database) - alone) / RELEASES;
    System.out.printf(
        "e2e: each of 50 waiting Jobs asks %.2f times a second, and %.2f/s are others%n",
        each, alone);
    assertThat(each).as("queries a second").isPositive().isLessThanOrEqualTo(1);

    Stopwatch migrating = new Stopwatch();
    SlowApp.tell(database::sql);
    awaitAnswer(
        database, "select count(*) from lockstep.run where result = 'done'", RELEASES + 1, ALL_END);
    migrating.say("50 Jobs have migrated since the lock was free");
    assertOneAfterTheOther(database.audit().runs());
    assertThat(database.sql("select count(*), count(distinct app) from journal"))
        .as("each migration once")
        .isEqualTo("50|50");
    assertAllJobsSucceed();
    migrating.say("50 Jobs are complete since the lock was free");
  }

  private static void install(DirectDatabase database) {
    ExecutorService helms = Executors.newFixedThreadPool(HELMS);
    try {
      CompletableFuture.allOf(
              IntStream.rangeClosed(1, RELEASES)
                  .mapToObj("r%02d"::formatted)
                  .map(name -> installing(name, database))
                  .map(install -> CompletableFuture.runAsync(install, helms))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    } finally {
      helms.shutdownNow();
    }
  }

  /** All make the same table if they are the first to: two at once would fail. */
  private static Runnable installing(String name, DirectDatabase database) {
    String values =
        """
        serving: {enabled: false}
        postgresql: {enabled: false}
        %2$s
        migrations:
          targets: [%1$s latest]
          resources: {requests: {cpu: 10m, memory: 96Mi}, limits: {memory: 256Mi}}
          files:
            %1$s:
              V0001__only.sql: |
                create table if not exists journal (app text);
                insert into journal values ('%1$s');
        """
            .formatted(name, database.values());
    return () -> new Release(NAMESPACE, name).upgradeWithoutWaiting(values);
  }

  /** Each query of who waits is one; by the database's clock. */
  private static double transactionsPerSecond(DirectDatabase database) {
    double[] before = counted(database);
    pass(MEASURED);
    double[] after = counted(database);
    return (after[0] - before[0]) / (after[1] - before[1]);
  }

  private static double[] counted(DirectDatabase database) {
    String answer =
        database.sql(
            """
            select xact_commit + xact_rollback, extract(epoch from clock_timestamp())
              from pg_stat_database
             where datname = current_database()
            """);
    return Stream.of(answer.split("\\|")).mapToDouble(Double::parseDouble).toArray();
  }

  private static void pass(Duration time) {
    Stopwatch watch = new Stopwatch();
    await().atMost(time.multipliedBy(2)).until(() -> watch.elapsed().compareTo(time) >= 0);
  }

  private static void assertOneAfterTheOther(List<Audit.Run> runs) {
    assertThat(runs).hasSize(RELEASES + 1).allMatch(run -> run.result().equals("done"));
    assertThat(runs).extracting(Audit.Run::holder).doesNotHaveDuplicates();
    for (int i = 1; i < runs.size(); i++) {
      assertThat(runs.get(i).started()).isAfter(runs.get(i - 1).ended());
    }
  }

  private static void assertAllJobsSucceed() {
    await().atMost(ALL_END).until(() -> jobs().allMatch(Job::ended));
    assertThat(jobs()).hasSize(RELEASES + 1).allMatch(Job::succeeded);
    assertThat(jobs())
        .as("no pod failed")
        .allMatch(job -> job.json().at("/status/failed").asInt(0) == 0);
  }

  private static Stream<Job> jobs() {
    List<JsonNode> all = NAMESPACE.all("jobs");
    return all.stream().map(job -> new Job(NAMESPACE, job));
  }

  private static void awaitAnswer(
      DirectDatabase database, String query, int answer, Duration limit) {
    await()
        .atMost(limit)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> database.sql(query), ("" + answer)::equals);
  }

  /** Measures, and says, what takes how long. */
  private static final class Stopwatch {
    private final long start = System.nanoTime();

    Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - start);
    }

    void say(String what) {
      System.out.printf("e2e: after %d s, %s%n", elapsed().toSeconds(), what);
    }
  }
}
