package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Fault: the API server does not answer, or is dead, while a Job migrates. */
@OnCluster
@Isolated("the whole cluster is without its API server")
class ApiServerTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String SERVER = "kube-apiserver";
  private static final Duration OUTAGE = Duration.ofSeconds(40);

  @Test
  void the_migration_goes_on_while_it_is_frozen_and_helm_sees_its_end_afterwards() {
    Release web = new Release(NAMESPACE, "frozen");
    ExecutorService helm = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<Void> upgrade =
          CompletableFuture.runAsync(() -> web.upgrade(SlowApp.values(SlowApp.UNTIL_TOLD)), helm);
      SlowApp.awaitSecondStep(web);
      DirectDatabase database = DirectDatabase.of(web);
      try (Frozen gone = Frozen.freeze(Node.server(SERVER), OUTAGE.multipliedBy(3))) {
        assertGoesOnWithout(gone, database);
      }
      upgrade.join();
    } finally {
      helm.shutdownNow();
    }
    assertMigratedOnce(web);
  }

  /** Helm may give up its wait then; the Job does not depend on it, and the next upgrade does. */
  @Test
  void the_migration_goes_on_while_it_is_dead_and_the_next_upgrade_finds_it_done() {
    Release web = new Release(NAMESPACE, "dead");
    web.upgradeWithoutWaiting(SlowApp.values(SlowApp.UNTIL_TOLD));
    SlowApp.awaitSecondStep(web);
    DirectDatabase database = DirectDatabase.of(web);
    try (Killed gone = Killed.kill(Node.server(SERVER), Node.server("etcd"))) {
      assertGoesOnWithout(gone, database);
    }
    await().atMost(OUTAGE.multipliedBy(3)).until(ApiServerTest::isReady);
    await()
        .atMost(OUTAGE.multipliedBy(3))
        .ignoreExceptions() // while it loads what it answers from
        .until(() -> web.jobs().stream().allMatch(Job::succeeded));
    assertMigratedOnce(web);
    web.upgrade(SlowApp.values(SlowApp.UNTIL_TOLD));
    assertThat(web.jobs()).hasSize(1).allMatch(Job::succeeded);
    assertThat(SlowApp.tables(web::sql)).isEqualTo("one,three,two");
  }

  /** For as long as the outage is to be. */
  private static void assertGoesOnWithout(AutoCloseable server, DirectDatabase database) {
    long gone = System.nanoTime();
    assertThat(isReady()).as("%s answers", server).isFalse();
    SlowApp.tell(database::sql);
    await()
        .atMost(OUTAGE)
        .until(() -> database.sql("select result from lockstep.run").equals("done"));
    await()
        .atMost(OUTAGE.multipliedBy(2))
        .until(() -> System.nanoTime() - gone >= OUTAGE.toNanos());
  }

  private static boolean isReady() {
    return Command.run(List.of("kubectl", "get", "--raw", "/readyz", "--request-timeout=2s")).exit()
        == 0;
  }

  private static void assertMigratedOnce(Release web) {
    assertThat(web.jobs()).hasSize(1).allMatch(Job::succeeded);
    assertThat(web.jobs().get(0).exits()).as("one pod").containsExactly(0);
    assertThat(web.audit().runs()).extracting(Audit.Run::result).containsExactly("done");
    assertThat(SlowApp.tables(web::sql)).isEqualTo("one,three,two");
  }
}
