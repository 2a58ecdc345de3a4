package io.lockstep.functions.page;

import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Patience;
import io.lockstep.PausedIndex;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real index that takes long, and a real verification, as people see them. */
class LongStatementInBrowserTest {
  private static Browser browser;

  @TempDir Path path;

  private final TestDatabase database = TestDatabase.create();
  private BrowsedPage page;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start();
  }

  @AfterAll
  static void quit() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void page() {
    page = new BrowsedPage(browser, database, path, "main latest");
  }

  @AfterEach
  void close() {
    page.close();
  }

  private void migrate(String target) {
    database.lockstep(path).migrate(targets(target));
  }

  @Test
  void an_index_under_way_shows_how_far_it_is_in_light_and_dark() throws Exception {
    PausedIndex index = PausedIndex.in(database, ShopMigrations.in(path));
    CompletableFuture<Void> run = CompletableFuture.runAsync(() -> migrate("big latest"));
    index.awaitPause();
    page.open().light().desktop().screenshot("index-light");
    assertThat(browser.text("#statement"))
        .startsWith("CREATE INDEX on big: building index: scanning table, ");
    assertThat(browser.one("#statement + progress").getDomAttribute("value")).startsWith("5");
    page.isSound();
    browser.dark().phone().screenshot("index-phone-dark");
    page.isSound();

    index.goOn();
    await()
        .untilAsserted(
            () -> assertThat(browser.text("#status")).startsWith("The last run is done"));
    assertThat(run).succeedsWithin(Patience.LIMIT);
  }

  @Test
  void a_verification_is_a_green_line_or_a_red_one_with_its_list_in_light_and_dark()
      throws IOException {
    ShopMigrations.in(path);
    migrate("main latest");
    database.lockstep(path).verifyAndRecord(List.of());
    page.open().light().desktop().screenshot("verified-light");
    assertThat(browser.text(".verification"))
        .startsWith("The database is what its history says, as verified 20");
    page.isSound();
    browser.dark();
    page.isSound();
    page.close();

    for (int view = 0; view < 12; view++) {
      database.jdbc().sql("create view v" + view + " as select 1").update();
    }
    database.lockstep(path).verifyAndRecord(List.of("main latest"));
    page.open().light().screenshot("differs-light");
    assertThat(browser.text(".verification"))
        .startsWith("The database is not what its history says, as verified 20")
        .contains("+ view v0");
    browser.one("#found summary").click();
    page.isSound();
    browser.dark().phone().screenshot("differs-phone-dark");
    page.isSound();
  }
}
