package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scenario 2: an older image takes back what it has never heard of. */
@OnCluster
class RollbackTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void a_rollback_to_the_old_image_undoes_the_new_images_migration() {
    web.upgrade("{}");
    assertThat(web.site().states("main")).isEqualTo(Map.of("0001", "applied", "0002", "applied"));

    web.upgrade("image: {tag: \"%s\"}".formatted(Image.nextTag()));
    assertThat(web.log()).contains("apply main /db/main/V0003__add_votes.sql");
    assertThat(web.site().states("main")).containsEntry("0003", "applied");
    assertThat(votes()).isEqualTo("1");

    web.rollback(1);
    assertThat(web.log()).contains("undo main").contains("done: main is at 0002");
    assertThat(web.site().states("main"))
        .containsEntry("0002", "applied")
        .doesNotContainEntry("0003", "applied");
    assertThat(web.site().list().path("appVersion").asString()).isEqualTo(Image.tag());
    assertThat(votes()).as("columns that 0003 brings").isEqualTo("0");
  }

  private String votes() {
    return web.sql(
        "select count(*) from information_schema.columns where table_name = 'question' and column_name = 'votes'");
  }
}
