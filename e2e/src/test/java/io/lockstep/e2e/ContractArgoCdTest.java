package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same under the real Argo CD, where the contract steps' Job has a later wave. */
@OnCluster
@ExtendWith(GitServer.Condition.class)
class ContractArgoCdTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  @RegisterExtension final ArgoCd argo = new ArgoCd(NAMESPACE);

  @Test
  void not_one_request_fails_while_git_goes_forwards_and_back() {
    String application = argo.unique("web");
    Release web = new Release(NAMESPACE, application);
    Shop shop = new Shop(NAMESPACE, Shop.Kind.DEPLOYMENT, web.fullname()).uploaded();
    argo.secret("web", "secret");
    GitServer.Repository git = argo.repository("web");
    git.push(Map.of("chart/web.yaml", shop.first()));
    argo.apply(
        application,
        argo.application(application, "web", git)
            .with("        migrations: {targets: [\"main latest\"]}\n", "")
            .with("valuesObject:", "valueFiles: [web.yaml]\n      valuesObject:"));
    argo.awaitHealthy(application, git.head());

    Load load =
        Load.on(
            "http://"
                + NAMESPACE.kubectl("get", "service", "shop", "-o", "jsonpath={.spec.clusterIP}")
                + "/");
    try (load) {
      for (String values :
          new String[] {
            shop.second(Shop.Contract.STEP), shop.first(), shop.second(Shop.Contract.STEP)
          }) {
        git.push(Map.of("chart/web.yaml", values));
        argo.awaitHealthy(application, git.head());
        assertThat(web.jobs()).hasSize(2).allMatch(Job::succeeded);
        assertThat(web.audit().last().to())
            .isEqualTo(values.equals(shop.first()) ? "0001" : "0003");
      }
    }
    System.out.println("load under Argo CD: " + load.answers());
    assertThat(load.failures()).isEmpty();
    assertThat(load.answers()).containsOnlyKeys("version 1", "version 2");
  }
}
