package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scenario 10: migrations without an image of one's own. */
@OnCluster
class ConfigMapMigrationsTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void migrations_come_from_values_and_from_a_configmap_beside_those_of_the_image() {
    NAMESPACE.kubectl(
        "create",
        "configmap",
        "my-polls",
        "--from-literal=V0001__polls.sql=create table polls (id bigint);",
        "--from-literal=U0001__polls.sql=drop table polls;");
    String values =
        """
        migrations:
          targets: [%s]
          configMaps: {polls: my-polls}
          files:
            shop:
              V0001__orders.sql: |
                -- lockstep: requires main 0001
                create table orders (id bigint);
              U0001__orders.sql: "drop table orders;"
        """;
    // A requirement that comes later in the list is not met: nothing is touched.
    assertThat(web.failingUpgrade(values.formatted("shop latest, polls latest, main 0001")))
        .contains("Job");
    assertThat(web.endedJobs()).extracting(Job::exits).allMatch(exits -> exits.contains(3));

    web.upgrade(values.formatted("main 0001, shop latest, polls latest"));
    assertThat(web.site().states("shop")).isEqualTo(Map.of("0001", "applied"));
    assertThat(web.site().states("polls")).isEqualTo(Map.of("0001", "applied"));
    assertThat(web.site().states("main")).isEqualTo(Map.of("0001", "applied", "0002", "pending"));

    web.upgrade(values.formatted("polls zero, shop latest"));
    assertThat(web.site().states("polls")).isEqualTo(Map.of("0001", "undone"));
  }
}
