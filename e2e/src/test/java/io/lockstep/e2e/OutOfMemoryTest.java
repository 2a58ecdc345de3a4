package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Fault: the kernel kills a Job's program, since its container has reached its memory limit. */
@OnCluster
class OutOfMemoryTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final int OOM_KILLED = 137;

  private final Release web = new Release(NAMESPACE, "web");
  private final Release tight = new Release(NAMESPACE, "tight");

  @Test
  void a_job_that_is_killed_within_a_step_is_taken_over_by_its_next_pod() {
    web.upgradeWithoutWaiting(
        SlowApp.values(
            SlowApp.UNTIL_TOLD,
            "extraVolumes: [{name: memory, emptyDir: {medium: Memory}}]",
            "extraVolumeMounts: [{name: memory, mountPath: /memory}]"));
    JsonNode pod = SlowApp.awaitSecondStep(web);

    // Memory of no process: the program is the largest that the kernel finds to kill.
    String fill = "dd if=/dev/zero of=/memory/filled bs=1048576 count=600";
    String name = pod.at("/metadata/name").asString();
    NAMESPACE.tryKubectl("exec", name, "-c", "migrate", "--", "sh", "-c", fill).failed();
    SlowApp.endSecondStepOfNextRun(web);
    List<Job> jobs = web.endedJobs();

    assertThat(jobs).hasSize(1).allMatch(Job::succeeded);
    Job job = jobs.get(0);
    assertThat(job.reasons()).containsExactly("OOMKilled", "Completed");
    assertThat(job.exits()).containsExactly(OOM_KILLED, 0);
    assertThat(NAMESPACE.kubectl("describe", "pod", name))
        .as("what the user sees: why, and in which step")
        .contains("OOMKilled")
        .contains("step 2 of 3: apply slow /db/slow/V0002__two.sql");
    List<Audit.Run> runs = web.audit().runs();
    assertThat(runs).extracting(Audit.Run::result).containsExactly("died", "done");
    assertThat(runs.get(0).holder()).startsWith(name);
    assertThat(runs.get(1).from()).as("nothing half done").isEqualTo("0001");
    assertThat(SlowApp.tables(web::sql)).isEqualTo("one,three,two");
  }

  @Test
  void a_limit_that_is_always_too_low_fails_the_job_and_says_why_and_a_higher_one_completes_it() {
    String said =
        tight.failingUpgrade(
            SlowApp.values(
                "",
                "backoffLimit: 1",
                "resources: {requests: {memory: 32Mi}, limits: {memory: 40Mi}}"));
    Job job = tight.endedJobs().get(0);
    assertThat(said).contains(job.name());
    assertThat(job.failed()).isTrue();
    assertThat(job.reasons()).containsExactly("OOMKilled", "OOMKilled");
    assertThat(job.exits()).containsExactly(OOM_KILLED, OOM_KILLED);
    assertThat(NAMESPACE.kubectl("describe", "job", job.name())).contains("BackoffLimitExceeded");
    assertThat(job.log()).contains("memory limit of 40 MiB");
    assertThat(job.terminationMessage()).contains("memory limit of 40 MiB");

    tight.upgrade(SlowApp.values(""));
    assertThat(tight.jobs()).hasSize(1).allMatch(Job::succeeded);
    assertThat(SlowApp.tables(tight::sql)).isEqualTo("one,three,two");
  }
}
