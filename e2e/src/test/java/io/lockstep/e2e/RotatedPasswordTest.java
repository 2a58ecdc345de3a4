package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Passwords of the chart's own change by an upgrade, and back by a rollback, and nothing else. */
@OnCluster
class RotatedPasswordTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String VALUES =
      """
      serving: {mode: deployment}
      postgresql: {persistence: {enabled: true, size: 1Gi}, auth: {password: %s}}
      reader: {password: %s}
      """;

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void new_passwords_reach_the_database_the_reader_s_role_and_all_that_read_them() {
    web.upgrade(VALUES.formatted("owner-1", "reader-1"));
    assertKnown("owner-1", "reader-1");
    web.sql("create table kept as select 1 as id");

    web.upgrade(VALUES.formatted("owner-2", "reader-2"));
    assertThat(web.log()).contains("nothing to do");
    assertKnown("owner-2", "reader-2");
    assertUnknown("owner-1", "reader-1");
    assertThat(web.sql("select id from kept")).isEqualTo("1");

    String pod = servingPod();
    web.upgrade(VALUES.formatted("owner-2", "reader-3"));
    assertKnown("owner-2", "reader-3");
    assertThat(servingPod()).as("it has read the new password").isNotEqualTo(pod);

    web.rollback(1);
    assertKnown("owner-1", "reader-1");
    assertThat(web.sql("select id from kept")).isEqualTo("1");
  }

  private void assertKnown(String owner, String reader) {
    await("the Service has the database's new pod")
        .atMost(Duration.ofSeconds(30))
        .until(() -> login(Release.DATABASE, owner).exit() == 0);
    assertThat(login("lockstep_reader", reader).exit()).isZero();
    JsonNode service = NAMESPACE.get("service", web.fullname());
    String url = "http://" + service.at("/spec/clusterIP").asString();
    await("the Service has the new pod in place of the one with the old password")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(new Site(url).list().at("/apps/0/current").asString())
                    .isEqualTo("0002"));
  }

  private void assertUnknown(String owner, String reader) {
    assertThat(login(Release.DATABASE, owner).failed()).contains("password authentication failed");
    assertThat(login("lockstep_reader", reader).failed())
        .contains("password authentication failed");
  }

  /** By the Service's address, from where a password is asked for. */
  private Command.Result login(String role, String password) {
    return NAMESPACE.tryKubectl(
        "exec",
        web.fullname() + "-postgresql-0",
        "-c",
        "postgresql",
        "--",
        "env",
        "PGPASSWORD=" + password,
        "psql",
        "-h",
        web.fullname() + "-postgresql",
        "-U",
        role,
        "-d",
        Release.DATABASE,
        "-c",
        "select 1");
  }

  private String servingPod() {
    return web.livePods("serving")
        .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
        .map(pod -> pod.at("/metadata/name").asString())
        .findFirst()
        .orElseThrow();
  }
}
