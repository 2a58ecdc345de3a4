package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Scenario 4: of two upgrades in quick succession, the last wins, and nothing older comes after it.
 */
@OnCluster
class SuccessionTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String FILES =
      """
      serving: {enabled: false}
      migrations:
        targets: [%s]
        files:
          slow:
            V0001__one.sql: "create table one (); create table go ();"
            U0001__one.sql: "drop table one;"
            V0002__two.sql: "create table two (); {UNTIL_TOLD}"
            U0002__two.sql: "drop table two;"
            V0003__three.sql: "create table three ();"
            U0003__three.sql: "drop table three;"
      """
          .replace("{UNTIL_TOLD}", SlowApp.UNTIL_TOLD);

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void the_last_upgrade_wins_and_a_late_job_of_the_one_before_does_nothing() {
    web.upgrade(FILES.formatted("slow 0001"));
    web.upgradeWithoutWaiting(FILES.formatted("slow 0003"));
    await().atMost(LIMIT).until(() -> web.audit().hasRunning("slow 0003"));
    web.upgradeWithoutWaiting(FILES.formatted("slow 0001"));
    awaitTheNext();
    SlowApp.tell(web::sql);
    assertThat(web.endedJobs()).hasSize(1).allMatch(Job::succeeded);

    List<Audit.Run> runs = web.audit().runs();
    assertThat(runs).extracting(Audit.Run::rollout).containsExactly(1, 2, 3);
    assertThat(runs)
        .extracting(Audit.Run::result)
        .as("the upgrade under way stops after its step, and its second step never runs")
        .containsExactly("done", "stopped", "done");
    assertThat(runs.get(2).from()).isEqualTo("0002");
    assertThat(tables()).isEqualTo("one");

    NAMESPACE.apply(jobsOf(2));
    List<Job> late =
        await()
            .atMost(LIMIT)
            .until(
                () ->
                    web.allJobs().stream().filter(job -> job.target().equals("slow 0003")).toList(),
                jobs -> jobs.stream().anyMatch(Job::ended));
    assertThat(late).allMatch(Job::succeeded);
    assertThat(late.get(0).log()).contains("superseded");
    assertThat(web.audit().last().target()).isEqualTo("slow 0001");
    assertThat(tables()).isEqualTo("one");
  }

  /** Until the program of the upgrade under way was told to end, and that of the next one waits. */
  private void awaitTheNext() {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                web.livePods("migrations")
                    .filter(pod -> pod.at("/metadata").has("deletionTimestamp"))
                    .anyMatch(SuccessionTest::hasHeard));
    await()
        .atMost(LIMIT)
        .ignoreExceptions() // as long as its container isn't there
        .until(() -> web.log().contains("waiting for the lock"));
  }

  /** Whether SIGTERM's thread has begun; until then the program may go on to its next step. */
  private static boolean hasHeard(JsonNode pod) {
    return NAMESPACE
        .tryKubectl(
            "exec",
            pod.at("/metadata/name").asString(),
            "-c",
            "migrate",
            "--",
            "sh",
            "-c",
            "cat /proc/[0-9]*/task/*/comm")
        .out()
        .contains("lockstep-sigter");
  }

  private String tables() {
    return web.sql(
        "select string_agg(tablename, ',' order by tablename) from pg_tables where tablename in ('one', 'two', 'three')");
  }

  /** As if a node that was away brought them back: the ConfigMap stays at the newest rollout. */
  private String jobsOf(int revision) {
    return Stream.of(web.manifest(revision).split("(?m)^---$"))
        .filter(object -> object.contains("\nkind: Job\n"))
        .collect(Collectors.joining("\n---\n"));
  }
}
