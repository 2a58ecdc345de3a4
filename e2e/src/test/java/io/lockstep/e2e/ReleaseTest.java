package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scenario 1: the schema follows the release, forth and back. */
@OnCluster
class ReleaseTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void the_schema_follows_each_install_upgrade_and_rollback() {
    web.upgrade("migrations: {targets: [main 0001]}");
    assertThat(web.log())
        .contains("step 1 of 1: apply main /db/main/V0001__initial.sql")
        .contains("done: main is at 0001");
    assertShows("0001", "applied", "pending");
    assertThat(web.site().page()).contains("initial", "add suggested answer", "applied", "pending");

    web.upgrade("migrations: {targets: [main latest]}");
    assertThat(web.log())
        .contains("step 1 of 1: apply main /db/main/V0002__add_suggested_answer.sql")
        .contains("done: main is at 0002");
    assertShows("0002", "applied", "applied");
    web.test();

    assertThat(web.notes()).contains("--set 'migrations.targets={main 0001}'");
    web.upgradeBy(web.site().commandTo("main 0001"));
    assertThat(web.log()).contains("undo main").contains("done: main is at 0001");
    assertShows("0001", "applied", "undone");

    web.upgrade("migrations: {targets: [main zero]}");
    assertThat(web.log()).contains("undo main").contains("done: main is at zero");
    assertShows("zero", "undone", "undone");

    web.rollback(2);
    assertThat(web.log())
        .contains("plan for \"main latest\": main is at zero, 2 step(s)")
        .contains("done: main is at 0002");
    assertShows("0002", "applied", "applied");

    assertThat(web.audit().runs())
        .extracting(Audit.Run::target, Audit.Run::from, Audit.Run::to, Audit.Run::rollout)
        .containsExactly(
            tuple("main 0001", "zero", "0001", 1),
            tuple("main latest", "0001", "0002", 2),
            tuple("main 0001", "0002", "0001", 3),
            tuple("main zero", "0001", "zero", 4),
            tuple("main latest", "zero", "0002", 5));
  }

  private void assertShows(String current, String first, String second) {
    Site site = web.site();
    assertThat(site.list().at("/apps/0/current").asString()).isEqualTo(current);
    assertThat(site.states("main")).isEqualTo(Map.of("0001", first, "0002", second));
  }
}
