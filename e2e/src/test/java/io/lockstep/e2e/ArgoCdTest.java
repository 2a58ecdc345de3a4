package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The real Argo CD: what git says is applied, and Jobs that somebody deletes are made again. */
@OnCluster
@ExtendWith(GitServer.Condition.class)
class ArgoCdTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  @RegisterExtension final ArgoCd argo = new ArgoCd(NAMESPACE);

  private static final String MIGRATIONS =
      """
      migrations:
        targets: [shop 0001, shop latest]
        files:
          shop:
            V0001__orders.sql: "create table orders as select id from seed;"
            U0001__orders.sql: "drop table orders;"
            V0002__total.sql: "alter table orders add column total int;"
            U0002__total.sql: "alter table orders drop column total;"
      """;
  private static final String FROM_SEED = "select id from seed";
  private static final String ONES = "select 1 as id";

  @Test
  void a_finished_job_that_is_deleted_is_made_again_and_succeeds_in_seconds() {
    Release web = deployed("web", MIGRATIONS.replace(FROM_SEED, ONES));
    await("both Jobs have succeeded")
        .atMost(ArgoCd.SYNC)
        .until(web::allJobs, jobs -> jobs.size() == 2 && jobs.stream().allMatch(Job::succeeded));

    for (int turn : new int[] {2, 1}) {
      Job before = web.allJobs().get(turn - 1);
      NAMESPACE.kubectl("delete", "job", before.name());
      Job again = madeAgain(web, turn, before);
      assertThat(again.name()).isEqualTo(before.name());
      assertThat(again.succeeded()).isTrue();
      assertThat(again.log()).contains("nothing to do");
      assertThat(Duration.between(time(again, "startTime"), time(again, "completionTime")))
          .isLessThan(Duration.ofMinutes(1));
    }
    assertThat(web.audit().runs())
        .extracting(run -> run.rollout() + " " + run.target())
        .containsExactly("1 shop 0001", "1 shop latest", "1 shop latest");
    assertThat(web.audit().last().to()).isEqualTo("0002");
  }

  @Test
  void jobs_that_failed_and_are_deleted_are_made_again_and_run_in_their_order() {
    Release web = deployed("late", MIGRATIONS);
    await("the first Job has failed, and so has the one that waits for it")
        .atMost(ArgoCd.SYNC)
        .until(web::allJobs, jobs -> jobs.size() == 2 && jobs.stream().allMatch(Job::failed));
    web.sql("create table seed as select 1 as id");

    List<Job> before = web.allJobs();
    NAMESPACE.kubectl("delete", "job", before.get(0).name(), before.get(1).name());
    assertThat(madeAgain(web, 2, before.get(1)).succeeded()).isTrue();
    assertThat(madeAgain(web, 1, before.get(0)).succeeded()).isTrue();
    assertThat(web.audit().last().to()).isEqualTo("0002");
    assertThat(web.audit().runs()).extracting(Audit.Run::rollout).containsOnly(1);
  }

  private static Instant time(Job job, String name) {
    return Instant.parse(job.json().at("/status/" + name).asString());
  }

  private Release deployed(String name, String migrations) {
    String application = argo.unique(name);
    argo.secret(name, "secret");
    GitServer.Repository repository = argo.repository(name);
    repository.push(Map.of("chart/web.yaml", migrations));
    argo.apply(
        application,
        argo.application(application, name, repository)
            .with(
                "        migrations: {targets: [\"main latest\"]}\n",
                "        serving: {enabled: false}\n")
            .with("valuesObject:", "valueFiles: [web.yaml]\n      valuesObject:"));
    return new Release(NAMESPACE, application);
  }

  /** The Job of this turn that has come in the other's place, once it has ended. */
  private static Job madeAgain(Release web, int turn, Job before) {
    return await(before.name() + " is made again and ends")
        .atMost(ArgoCd.SYNC)
        .until(
            () -> web.allJobs().stream().filter(job -> job.turn().startsWith(turn + "/")).toList(),
            jobs -> jobs.stream().anyMatch(job -> !job.uid().equals(before.uid()) && job.ended()))
        .get(0);
  }
}
