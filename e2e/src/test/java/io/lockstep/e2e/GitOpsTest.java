package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Argo CD's way, which docs/gitops.md describes: rendered without a cluster, applied, and pruned.
 */
@OnCluster
class GitOpsTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String VALUES =
      """
      migrations: {targets: [%s]}
      serving: {mode: deployment}
      postgresql: {auth: {password: secret}}
      """;

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void every_change_in_git_makes_new_jobs_and_going_back_makes_the_old_ones_anew() {
    Job first = synced("main 0001");
    assertThat(web.sync(VALUES.formatted("main 0001")))
        .as("a sync without a change neither makes a Job nor takes one away")
        .doesNotContain("created", "pruned");
    assertThat(web.jobs().get(0).uid()).isEqualTo(first.uid());

    Job second = synced("main latest");
    assertThat(second.name()).isNotEqualTo(first.name());
    assertThat(web.allJobs()).as("the one before was pruned").hasSize(1);

    Job again = synced("main 0001");
    assertThat(again.name()).as("git is where it was").isEqualTo(first.name());
    assertThat(again.uid()).isNotEqualTo(first.uid());
    assertThat(again.log()).contains("done: main is at 0001");
  }

  /** Syncs this target, and waits for its Job and for the Deployment, as a sync wave does. */
  private Job synced(String target) {
    web.sync(VALUES.formatted(target));
    List<Job> jobs = web.endedJobs();
    assertThat(jobs).singleElement().matches(Job::succeeded);
    NAMESPACE.kubectl("rollout", "status", "deployment/" + web.fullname(), "--timeout=120s");
    return jobs.get(0);
  }
}
