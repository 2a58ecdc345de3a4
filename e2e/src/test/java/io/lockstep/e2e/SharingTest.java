package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scenario 8: releases share a namespace, and with different apps a database too. */
@OnCluster
class SharingTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private final Release first = new Release(NAMESPACE, "first");

  @Test
  void two_releases_have_a_database_each_and_a_third_shares_the_firsts() {
    first.upgrade(
        """
        migrations: {targets: [main latest]}
        postgresql:
          networkPolicy:
            extraFrom: [{podSelector: {matchLabels: {app.kubernetes.io/instance: guest}}}]
        """);
    Release second = new Release(NAMESPACE, "second");
    second.upgrade("migrations: {targets: [main 0001]}");
    assertThat(first.site().list().at("/apps/0/current").asString()).isEqualTo("0002");
    assertThat(second.site().list().at("/apps/0/current").asString()).isEqualTo("0001");

    Release guest = new Release(NAMESPACE, "guest");
    guest.upgrade(guestOf("first-lockstep-postgresql", "shop latest"));
    assertThat(guest.site().states("shop")).isEqualTo(Map.of("0001", "applied"));
    assertThat(guest.site().states("main")).isEqualTo(Map.of("0001", "applied", "0002", "applied"));
    guest.upgrade(guestOf("first-lockstep-postgresql", "shop zero"));
    first.upgrade("migrations: {targets: [main 0001]}");
    assertThat(guest.site().states("shop")).isEqualTo(Map.of("0001", "undone"));
    assertThat(first.audit().runs())
        .extracting(Audit.Run::target)
        .as("neither takes the other for an older rollout of its own")
        .containsExactly("main latest", "shop latest", "shop zero", "main 0001");
    assertThat(first.audit().runs()).allMatch(run -> run.result().equals("done"));
  }

  private static String guestOf(String server, String target) {
    return """
        migrations:
          targets: [%2$s]
          files:
            shop:
              V0001__orders.sql: "create table orders (id bigint);"
              U0001__orders.sql: "drop table orders;"
        postgresql: {enabled: false}
        externalDatabase:
          host: %1$s
          user: %3$s
          database: %3$s
          existingSecret: %1$s
        """
        .formatted(server, target, Release.DATABASE);
  }
}
