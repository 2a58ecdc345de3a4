package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Changes without downtime: old pods keep working until they are gone, forwards and back. */
@OnCluster
class ContractTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final Release WEB = new Release(NAMESPACE, "web");
  private static final Shop SHOP = new Shop(NAMESPACE, Shop.Kind.DEPLOYMENT, WEB.fullname());

  @BeforeAll
  static void install() {
    SHOP.uploaded();
    WEB.upgrade(SHOP.first());
  }

  @Test
  void
      not_one_request_fails_over_upgrade_rollback_and_upgrade_and_some_do_without_contract_steps() {
    Load load = Load.on(address());
    try (load) {
      WEB.upgrade(SHOP.second(Shop.Contract.STEP));
      assertThat(at()).isEqualTo("0003");
      assertThat(contractJob().succeeded()).isTrue();
      assertThat(waitOf(contractJob()))
          .contains("waiting for Deployment shop: ", "the old pods are gone: Deployment shop")
          .doesNotContain("status can't show this wait");
      assertThat(contractJob().log()).contains("V0003__drop_email.sql");

      WEB.rollback(1);
      assertThat(at()).isEqualTo("0001");

      WEB.upgrade(SHOP.second(Shop.Contract.STEP));
      assertThat(at()).isEqualTo("0003");
    }
    System.out.println("load on a Deployment: " + load.answers());
    assertThat(load.failures()).isEmpty();
    assertThat(load.answers()).containsOnlyKeys("version 1", "version 2");

    WEB.rollback(1);
    Load broken = Load.on(address());
    try (broken) {
      WEB.upgrade(SHOP.second(Shop.Contract.NONE));
    }
    System.out.println(
        "without contract steps " + broken.failures().size() + " failed, of " + broken.answers());
    // The UPDATE's error names the relation too, the SELECT's does not: which comes is chance.
    assertThat(broken.failures())
        .anyMatch(failure -> failure.matches("(?s).*column \"email\".* does not exist.*"));
  }

  @Test
  void only_the_container_that_waits_has_a_token_and_it_may_do_no_more_than_look() {
    assertThat(WEB.jobs().stream().filter(job -> !isContract(job)))
        .isNotEmpty()
        .noneMatch(job -> job.json().toString().contains("serviceAccountToken"));
    String account = "system:serviceaccount:%s:web-lockstep-contract".formatted(NAMESPACE.name());
    for (String allowed :
        List.of("get deployments.apps/shop", "list pods", "list replicasets.apps")) {
      assertThat(may(account, allowed)).as(allowed).isEqualTo("yes");
    }
    for (String refused :
        List.of("get deployments.apps/other", "delete pods", "get secrets", "list secrets")) {
      assertThat(may(account, refused)).as(refused).isEqualTo("no");
    }
  }

  private static String may(String account, String what) {
    int space = what.indexOf(' ');
    return NAMESPACE
        .tryKubectl(
            "auth", "can-i", what.substring(0, space), what.substring(space + 1), "--as=" + account)
        .out()
        .strip();
  }

  private static String address() {
    return "http://"
        + NAMESPACE.kubectl("get", "service", "shop", "-o", "jsonpath={.spec.clusterIP}")
        + "/";
  }

  private static String at() {
    return WEB.audit().last().to();
  }

  private static Job contractJob() {
    return WEB.jobs().stream().filter(ContractTest::isContract).findFirst().orElseThrow();
  }

  private static boolean isContract(Job job) {
    return job.name().contains("-contract-");
  }

  private static String waitOf(Job job) {
    JsonNode pod = job.pods().get(0);
    return NAMESPACE.kubectl("logs", pod.at("/metadata/name").asString(), "-c", "wait");
  }
}
