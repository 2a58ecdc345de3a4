package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An upgrade that changes nothing runs its Jobs, and leaves the function as it is. */
@OnCluster
class UnchangedUpgradeTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private final Release web = new Release(NAMESPACE, "web");
  private final Release plain = new Release(NAMESPACE, "42");

  @Test
  void knative_makes_no_revision_and_the_page_shows_that_of_helm() {
    web.upgrade("{}");
    assertThat(revisionServed(web)).isEqualTo("1");
    web.upgrade("{}");
    assertThat(web.jobs()).hasSize(1).allMatch(job -> job.name().contains("-2-"));
    assertThat(
            NAMESPACE
                .get("ksvc", web.fullname())
                .at("/status/latestCreatedRevisionName")
                .asString())
        .isEqualTo(web.fullname() + "-00001");
    assertThat(revisionServed(web)).isEqualTo("2");
    web.upgrade("migrations: {targets: [main 0001]}");
    assertThat(revisionServed(web)).isEqualTo("3");
    web.rollback(1);
    assertThat(web.site().states("main")).containsEntry("0002", "applied");
    assertThat(revisionServed(web)).isEqualTo("1");
  }

  @Test
  void a_deployment_s_pod_stays_also_that_of_a_release_called_42() {
    String fullname = "r42-lockstep-04acd36e";
    plain.upgrade("serving: {mode: deployment}");
    String uid = NAMESPACE.get("deployment", fullname).at("/metadata/generation").asString();
    plain.upgrade("serving: {mode: deployment}");
    assertThat(NAMESPACE.get("deployment", fullname).at("/metadata/generation").asString())
        .isEqualTo(uid);
    plain.test();
  }

  private static String revisionServed(Release release) {
    return release.site().list().path("revision").asString();
  }
}
