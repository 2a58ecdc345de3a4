package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

  /** Of which Kubernetes waits for ten before it makes a failed Job's next pod. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final String FILES =
      """
      serving: {enabled: false}
      migrations:
        targets: [slow latest]
        files:
          slow:
            V0001__one.sql: "create table one ();"
            V0002__two.sql: "create table two (); select pg_sleep(20);"
            V0003__three.sql: "create table three ();"
      """;

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
    assertTakenOver(new Release(NAMESPACE, "killed"), TakeoverTest::killJvm);
  }

  private static void assertTakenOver(Release web, Consumer<JsonNode> death) {
    web.upgradeWithoutWaiting(FILES);
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions() // as long as the database isn't there
        .until(() -> isInSecondStep(web));
    JsonNode pod = web.livePods("migrations").findFirst().orElseThrow();

    OffsetDateTime killed = OffsetDateTime.now(ZoneOffset.UTC);
    death.accept(pod);
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
    assertThat(gap).isPositive().isLessThanOrEqualTo(LIMIT);
  }

  private static boolean isInSecondStep(Release web) {
    return web.sql(
            "select count(*) from lockstep.run where result = 'running' and step_script = 'V0002__two.sql'")
        .equals("1");
  }

  private static String name(JsonNode pod) {
    return pod.at("/metadata/name").asString();
  }

  /** From the node, which is this machine: in its own namespace, PID 1 can't be killed. */
  private static void killJvm(JsonNode pod) {
    String uid = pod.at("/metadata/uid").asString();
    List<ProcessHandle> found =
        ProcessHandle.allProcesses()
            .filter(process -> process.info().command().orElse("").endsWith("/java"))
            .filter(process -> isIn(process, uid))
            .toList();
    assertThat(found).as("JVMs of pod %s", uid).hasSize(1);
    found.get(0).destroyForcibly();
  }

  private static boolean isIn(ProcessHandle process, String uid) {
    Path groups = Path.of("/proc/%d/cgroup".formatted(process.pid()));
    try {
      // systemd's driver writes the uid with underscores.
      return Files.readString(groups, StandardCharsets.UTF_8).replace('_', '-').contains(uid);
    } catch (NoSuchFileException e) {
      return false; // it has ended meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
