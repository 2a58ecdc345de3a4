package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Scenario 3: five targets have five Jobs at once, which go one after the other in the list's
 * order.
 */
@OnCluster
class OrderTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String FILES =
      """
      serving: {enabled: false}
      migrations:
        targets: %s
        files:
          shop:
            V0001__orders.sql: "create table orders (id bigint); select pg_sleep(2);"
            U0001__orders.sql: "drop table orders;"
            V0002__broken.sql: "select 1/0;"
          polls:
            V0001__polls.sql: "create table polls (id bigint); select pg_sleep(2);"
            U0001__polls.sql: "drop table polls;"
      """;

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void five_jobs_are_serialized_in_the_lists_order_and_what_follows_a_failure_is_refused() {
    // Only in this order do they all have something to do.
    List<String> targets =
        List.of("shop 0001", "main 0001", "polls latest", "main zero", "shop zero");
    web.upgrade(FILES.formatted(targets));
    List<Audit.Run> runs = web.audit().runs();
    assertThat(runs).extracting(Audit.Run::target).containsExactlyElementsOf(targets);
    assertThat(runs).extracting(Audit.Run::turn).containsExactly(1, 2, 3, 4, 5);
    assertThat(runs).allMatch(run -> run.result().equals("done"));
    assertThat(runs).extracting(Audit.Run::holder).doesNotHaveDuplicates();
    for (int i = 1; i < runs.size(); i++) {
      assertThat(runs.get(i).started()).isAfter(runs.get(i - 1).ended());
    }
    assertThat(web.jobs())
        .as("all are made at once, and none when the one before has ended")
        .hasSize(5)
        .allMatch(job -> !created(job).isAfter(runs.get(0).ended().toInstant()));

    List<String> failing =
        List.of("main latest", "shop latest", "polls zero", "main 0001", "shop zero");
    assertThat(web.failingUpgrade(FILES.formatted(failing))).contains("Job");
    List<Job> jobs = web.endedJobs();
    assertThat(jobs).extracting(Job::succeeded).containsExactly(true, false, false, false, false);
    assertThat(jobs)
        .extracting(Job::exits)
        .containsExactly(List.of(0), List.of(4), List.of(3), List.of(3), List.of(3));
    assertThat(jobs.subList(2, 5))
        .allSatisfy(job -> assertThat(job.log()).contains("turn 2 (shop latest) ended with 4"));
  }

  /** In whole seconds. */
  private static Instant created(Job job) {
    return Instant.parse(job.json().at("/metadata/creationTimestamp").asString());
  }
}
