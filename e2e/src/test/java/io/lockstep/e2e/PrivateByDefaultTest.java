package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody outside sees the page unless somebody says so, and then perhaps with a login. */
@OnCluster
class PrivateByDefaultTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String PRIVATE = "serving: {public: false}\n";

  /** "lockstep", as htpasswd -nbB writes it. */
  private static final String LINE =
      "ann:$2y$05$abcdefghijklmnopqrstuu0BUroWcrPO6LHilBIqjXyq91155/5e.";

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void the_page_is_reached_from_inside_until_it_is_made_public_and_then_perhaps_by_a_login() {
    web.upgrade(PRIVATE);
    Site outside =
        new Site("http://%s.%s.example.test".formatted(web.fullname(), NAMESPACE.name()));
    assertThat(outside.get("/").status()).isEqualTo(404);
    web.test();
    assertThat(web.notes()).contains("inside the cluster alone").doesNotContain("NEW:");

    web.upgrade("{}");
    assertThat(web.site().url()).isEqualTo(outside.url());
    await("the gateway knows it")
        .atMost(SOON)
        .until(() -> outside.get("/migrations").status() == 200);
    await("the function reads as its own role")
        .atMost(SOON)
        .until(
            () -> {
              outside.get("/migrations"); // an idle session is closed after a while
              return web.sql(
                  "select distinct usename from pg_stat_activity where application_name = 'lockstep functions'");
            },
            "lockstep_reader"::equals);

    NAMESPACE.kubectl("create", "secret", "generic", "users", "--from-literal=auth=" + LINE);
    web.upgrade("serving: {basicAuth: {existingSecret: users}}");
    await("the new revision answers").atMost(SOON).until(() -> outside.get("/").status() == 401);
    assertThat(outside.get("/", "ann", "lockstep").status()).isEqualTo(200);
    assertThat(outside.get("/", "ann", "wrong").status()).isEqualTo(401);
    assertThat(outside.get("/readyz").body()).isEqualTo("ready\n");
    web.test();

    web.upgrade(PRIVATE);
    assertThat(web.notes()).contains("NEW: the function's URL could be reached from outside");
    await("the gateway forgets it").atMost(SOON).until(() -> outside.get("/").status() == 404);
  }

  @Test
  void a_deployment_stays_one_although_the_cluster_has_knative() {
    Release plain = new Release(NAMESPACE, "plain");
    plain.upgrade("serving: {mode: deployment}");
    plain.upgrade("{}");
    assertThat(NAMESPACE.get("deployment", plain.fullname()).at("/status/readyReplicas").asInt())
        .isEqualTo(1);
    assertThat(NAMESPACE.all("ksvc", "-l", "app.kubernetes.io/instance=plain")).isEmpty();
    plain.test();
  }
}
