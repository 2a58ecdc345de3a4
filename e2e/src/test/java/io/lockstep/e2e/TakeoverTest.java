package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** Scenario 5: when a Job's pod dies in the middle of a migration, its next pod completes it. */
@OnCluster
@Isolated("measures time")
class TakeoverTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  /**
   * From the start of the next pod's container. How long Kubernetes takes until then is its own
   * affair: it waits for ten seconds before it makes a failed Job's next pod.
   */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void a_pod_that_is_deleted_by_force_is_taken_over() {
    assertTakenOver(
        new Release(NAMESPACE, "deleted"),
        pod ->
            NAMESPACE.kubectl(
                "delete", "pod", name(pod), "--grace-period=0", "--force", "--wait=false"));
  }

  @Test
  void a_jvm_that_is_killed_is_taken_over() {
    assertTakenOver(new Release(NAMESPACE, "killed"), pod -> Node.jvm(pod).destroyForcibly());
  }

  private static void assertTakenOver(Release web, Consumer<JsonNode> death) {
    web.upgradeWithoutWaiting(SlowApp.values(SlowApp.UNTIL_TOLD));
    JsonNode pod = SlowApp.awaitSecondStep(web);

    OffsetDateTime killed = OffsetDateTime.now(ZoneOffset.UTC);
    death.accept(pod);
    SlowApp.endSecondStepOfNextRun(web);
    List<Job> jobs = web.endedJobs();

    assertThat(jobs).hasSize(1).allMatch(Job::succeeded);
    List<Audit.Run> runs = web.audit().runs();
    assertThat(runs).extracting(Audit.Run::result).containsExactly("died", "done");
    assertThat(runs.get(0).holder()).startsWith(name(pod));
    Audit.Run second = runs.get(1);
    assertThat(second.holder()).doesNotStartWith(name(pod));
    assertThat(second.from()).as("the step that had committed stays").isEqualTo("0001");
    assertThat(second.to()).isEqualTo("0003");
    Duration gap = Duration.between(killed, second.started());
    System.out.printf("e2e: %s pod taken over in %d ms%n", web.fullname(), gap.toMillis());
    assertThat(gap).isPositive();
    assertThat(Duration.between(started(jobs.get(0), second), second.started()))
        .as("after its container was started")
        .isLessThanOrEqualTo(LIMIT);
  }

  /** When the container of a run was started, in whole seconds. */
  private static OffsetDateTime started(Job job, Audit.Run run) {
    return job.pods().stream()
        .filter(pod -> run.holder().startsWith(name(pod)))
        .map(pod -> pod.at("/status/containerStatuses/0/state/terminated/startedAt").asString())
        .map(OffsetDateTime::parse)
        .findFirst()
        .orElseThrow();
  }

  private static String name(JsonNode pod) {
    return pod.at("/metadata/name").asString();
  }
}
