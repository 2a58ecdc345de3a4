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

/** Fault: the API server does not answer while a Job migrates. */
@OnCluster
@Isolated("the whole cluster is without its API server")
class ApiServerTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final int STEP = 20;
  private static final Duration OUTAGE = Duration.ofSeconds(40);

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void the_migration_goes_on_and_helm_sees_its_end_when_the_api_server_is_back() {
    ProcessHandle server = Node.server("kube-apiserver");
    ExecutorService helm = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<Void> upgrade =
          CompletableFuture.runAsync(() -> web.upgrade(SlowApp.values(SlowApp.sleep(STEP))), helm);
      SlowApp.awaitSecondStep(web);
      DirectDatabase database = DirectDatabase.of(web);
      long frozen = System.nanoTime();
      Frozen gone = Frozen.freeze(server, OUTAGE.multipliedBy(3));
      try (gone) {
        assertThat(
                Command.run(List.of("kubectl", "get", "--raw", "/readyz", "--request-timeout=2s"))
                    .exit())
            .as("nobody answers")
            .isNotZero();
        await()
            .atMost(OUTAGE)
            .until(() -> database.sql("select result from lockstep.run").equals("done"));
        await()
            .atMost(OUTAGE.multipliedBy(2))
            .until(() -> System.nanoTime() - frozen >= OUTAGE.toNanos());
      }
      upgrade.join();
    } finally {
      helm.shutdownNow();
    }
    assertThat(web.jobs()).hasSize(1).allMatch(Job::succeeded);
    assertThat(web.jobs().get(0).exits()).as("one pod").containsExactly(0);
    assertThat(web.audit().runs()).extracting(Audit.Run::result).containsExactly("done");
    assertThat(SlowApp.tables(web::sql)).isEqualTo("one,three,two");
  }
}
