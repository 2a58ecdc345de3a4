package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same with a Knative service, whose old revision ends when its traffic is gone. */
@OnCluster
class ContractKnativeTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private final Release web = new Release(NAMESPACE, "web");
  private final Shop shop = new Shop(NAMESPACE, Shop.Kind.KNATIVE_SERVICE, web.fullname());

  @Test
  void not_one_request_of_a_knative_service_fails_over_upgrade_rollback_and_upgrade() {
    shop.uploaded();
    web.upgrade(shop.first());
    NAMESPACE.kubectl("wait", "ksvc", "shop", "--for=condition=Ready", "--timeout=120s");
    Load load =
        Load.on(NAMESPACE.kubectl("get", "ksvc", "shop", "-o", "jsonpath={.status.url}") + "/");
    try (load) {
      web.upgrade(shop.second(Shop.Contract.STEP));
      assertThat(web.audit().last().to()).isEqualTo("0003");
      assertThat(NAMESPACE.all("pods", "-l", "serving.knative.dev/revision=shop-00001"))
          .as("those that have ended are taken away a moment later")
          .noneMatch(pod -> pod.at("/status/phase").asString().equals("Running"));

      web.rollback(1);
      assertThat(web.audit().last().to()).isEqualTo("0001");

      web.upgrade(shop.second(Shop.Contract.STEP));
      assertThat(web.audit().last().to()).isEqualTo("0003");
    }
    System.out.println("load on a Knative service: " + load.answers());
    assertThat(load.failures()).isEmpty();
    assertThat(load.answers()).containsOnlyKeys("version 1", "version 2");
  }
}
