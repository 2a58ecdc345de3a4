package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scenario 6: a failing migration is reported, harms nobody, and is healed by mending it. */
@OnCluster
class FailingMigrationTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String FILES =
      """
      migrations:
        targets: [shop latest]
        files:
          shop:
            V0001__orders.sql: "create table orders (id bigint);"
            U0001__orders.sql: "drop table orders;"
            %s
      """;
  private static final String BROKEN =
      "V0002__total.sql: \"alter table orders add column total no_such_type;\"";
  private static final String MENDED =
      "V0002__total.sql: \"alter table orders add column total bigint;\"";

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void a_failing_migration_fails_the_upgrade_at_once_and_the_old_function_keeps_serving() {
    web.upgrade(FILES.formatted(""));

    String said = web.failingUpgrade(FILES.formatted(BROKEN));
    assertThat(said).contains("Job").contains("web-lockstep-shop-1-2");
    Job job = web.endedJobs().get(0);
    assertThat(job.failed()).isTrue();
    assertThat(job.exits())
        .as("one pod, with the exit code of a failed migration")
        .containsExactly(4);
    assertThat(job.log()).contains("V0002__total.sql").contains("no_such_type");
    assertThat(job.terminationMessage()).contains("no_such_type");
    assertThat(web.audit().last().result()).isEqualTo("failed");
    assertThat(web.site().list().path("revision").asString())
        .as("Helm's revision that answers")
        .isEqualTo("1");
    assertThat(web.site().states("shop")).isEqualTo(Map.of("0001", "applied"));

    web.upgrade(FILES.formatted(MENDED));
    assertThat(web.log()).contains("done: shop is at 0002");
    assertThat(web.site().states("shop")).isEqualTo(Map.of("0001", "applied", "0002", "applied"));
  }
}
