package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scenario 11: a database of one's own, by TLS, with the passwords in Secrets of one's own. */
@OnCluster
class ExternalDatabaseTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String VALUES =
      """
      migrations: {targets: [%s]}
      postgresql: {enabled: false}
      externalDatabase:
        host: %s
        user: app
        database: shop
        existingSecret: db-password
        sslmode: verify-full
        sslRootCertSecret: db-authority
      reader: {enabled: true}
      """;

  private final Release web = new Release(NAMESPACE, "web");

  @BeforeAll
  static void startDatabase() {
    TlsDatabase.start(NAMESPACE);
  }

  @Test
  void the_job_and_the_function_verify_the_servers_certificate() {
    web.upgrade(VALUES.formatted("main 0001", TlsDatabase.HOST));
    assertThat(web.log()).contains("done: main is at 0001");
    assertThat(web.site().states("main")).isEqualTo(Map.of("0001", "applied", "0002", "pending"));
    await("the function's sessions are its reader's, and use TLS")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              web.site().list(); // an idle one is closed after a while
              return TlsDatabase.sql(
                  NAMESPACE,
                  "select bool_and(ssl) from pg_stat_ssl join pg_stat_activity using (pid) where client_addr is not null and usename = 'lockstep_reader'");
            },
            "t"::equals);
    assertThat(
            NAMESPACE.kubectl(
                "get",
                "secrets,statefulsets",
                "-l",
                "app.kubernetes.io/instance=web",
                "-o",
                "name"))
        .as("the only Secret of the chart is the reader's")
        .isEqualToIgnoringWhitespace("secret/web-lockstep-reader");
    web.test();
  }

  @Test
  void a_server_by_a_name_that_its_certificate_does_not_have_is_not_talked_to() {
    Release stranger = new Release(NAMESPACE, "stranger");
    String values =
        VALUES.formatted("main latest", TlsDatabase.OTHER_HOST)
            + """
              serving: {enabled: false}
              """;
    stranger.upgradeWithoutWaiting(
        values.replace(
            "targets: [main latest]",
            "targets: [main latest], extraArgs: [--connect-wait, 1s], backoffLimit: 0"));
    Job job = stranger.endedJobs().get(0);
    assertThat(job.failed()).isTrue();
    assertThat(job.exits()).containsExactly(6);
    assertThat(job.log()).contains("hostname");
  }
}
