package io.lockstep.functions.page;

import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Asking;
import io.lockstep.ExitCode;
import io.lockstep.Patience;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page as people meet it: a real Chromium, the real service, a real PostgreSQL. */
class PageInBrowserTest extends InBrowser {
  @Test
  void the_page_shows_pending_migrations_before_anything_is_applied() throws IOException {
    page.open().screenshot("before");
    assertThat(browser.text("main"))
        .contains("Nothing is applied. 7 migrations are pending.")
        .contains("At zero; the latest in this image is 0005.")
        .contains("5 pending");
    page.isSound();
  }

  @Test
  void every_migration_is_applied_at_some_time_after_latest() throws IOException {
    migrate("main latest", "billing latest");
    page.open().screenshot("latest");
    assertThat(browser.text("#apps")).contains("0001", "current", "applied");
    assertThat(browser.text("#status")).startsWith("The last run is done: billing latest");
    page.isSound();
  }

  @Test
  void the_page_is_sound_after_an_undo_in_light_and_dark_on_desktop_and_phone() throws IOException {
    migrate("billing latest", "main 0004", "main 0003");
    page.open().screenshot("undone-light");
    assertThat(browser.text("#apps"))
        .contains(
            "3 applied", "1 pending", "1 undone", "At 0003; the latest in this image is 0005.");
    page.isSound();
    page.open().dark().screenshot("undone-dark");
    page.isSound();
    page.open().phone().screenshot("undone-phone-dark");
    page.isSound();
    page.open().light().screenshot("undone-phone-light");
    browser.one("#go-main-0001 summary").click();
    browser.screenshot("command-phone");
    page.isSound();
  }

  @Test
  void a_command_is_reached_and_copied_with_the_keyboard_alone() throws IOException {
    migrate("billing latest", "main 0004", "main 0003");
    page.open();
    browser.allowClipboard(page.url());
    for (int tabs = 0; tabs < 20 && !browser.focusedText().equals("Go to main 0001"); tabs++) {
      browser.press(Keys.TAB);
    }
    browser.press(Keys.ENTER).press(Keys.TAB);
    assertThat(browser.focusedText()).isEqualTo("Copy");
    browser.screenshot("command");
    page.isSound();
    browser.press(Keys.ENTER);
    await().untilAsserted(() -> assertThat(browser.focusedText()).isEqualTo("Copied"));
    assertThat(browser.clipboard())
        .isEqualTo(
            "helm upgrade lockstep ./chart -n shop --reset-then-reuse-values --set 'migrations.targets={billing latest,main 0001}'");
    browser.press(Keys.ESCAPE);
    assertThat(browser.focusedText()).isEqualTo("Go to main 0001");
    assertThat(browser.one("#go-main-0001 div").isDisplayed()).isFalse();
  }

  @Test
  void a_run_under_way_is_followed_step_by_step_to_its_end() throws Exception {
    database.jdbc().sql("create schema outside create table go (step int)").update();
    for (int step = 2; step <= 3; step++) {
      folder.file(
          "slow/V%d__wait.sql".formatted(step),
          "do $$ begin while not exists (select from outside.go where step = %d) loop perform pg_sleep(0.02); end loop; end $$;"
              .formatted(step));
    }
    folder.file("slow/V1__quick.sql", "create table quick ();");
    CompletableFuture<Void> run = CompletableFuture.runAsync(() -> migrate("slow latest"));
    await()
        .ignoreExceptions()
        .until(
            () ->
                database.jdbc().sql("select step from lockstep.run").query(Integer.class).single()
                    == 2);

    page.open().screenshot("running");
    assertThat(browser.text("#status"))
        .startsWith("A run is under way: slow latest, step 2 of 3: V2__wait.sql, since ");
    assertThat(browser.one("progress").getDomAttribute("value")).isEqualTo("1");
    page.isSound();
    browser.one("#go-slow-2 summary").click();
    browser.evaluate("window.mark = 'not loaded anew'");

    go(2);
    await().untilAsserted(() -> assertThat(browser.text("#status")).contains("step 3 of 3"));
    assertThat(browser.text("#go-slow-2")).as("what was open stays open").contains("helm upgrade");
    assertThat(browser.focusedText()).isEqualTo("Go to slow 2");

    go(3);
    await()
        .untilAsserted(
            () -> assertThat(browser.text("#status")).startsWith("The last run is done"));
    assertThat(browser.text("#apps")).contains("3 applied");
    assertThat(browser.evaluate("window.mark")).isEqualTo("not loaded anew");
    page.isSound();
    assertThat(run).succeedsWithin(Patience.LIMIT);
  }

  private void go(int step) {
    database.jdbc().sql("insert into outside.go values (" + step + ")").update();
  }

  @Test
  void a_reader_who_comes_back_to_the_tab_sees_the_news() throws IOException {
    page.open();
    migrate("billing latest");
    await()
        .untilAsserted(
            () -> {
              browser.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
              assertThat(browser.text("#status")).contains("billing latest");
            });
    assertThat(browser.messages()).isEmpty();
  }

  @Test
  void a_service_that_is_gone_is_reported() throws IOException {
    page.open();
    page.close();
    browser.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await()
        .untilAsserted(
            () -> assertThat(browser.text("#away")).startsWith("Lockstep does not answer."));
  }

  @Test
  void a_failed_run_shows_why_on_top() throws IOException {
    folder.file("main/V0004__add_author.sql", "alter table nowhere add author text;");
    Asking.problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest"));
    page.open().screenshot("failed");
    assertThat(browser.text("#status"))
        .startsWith("The last run failed: main latest, step 4 of 5: V0004__add_author.sql.")
        .contains("relation \"nowhere\" does not exist");
    page.isSound();
    page.open().dark().phone().screenshot("failed-phone-dark");
    page.isSound();
  }

  @Test
  void markup_in_a_description_shows_as_text() throws IOException {
    migrate("billing latest");
    database
        .jdbc()
        .sql(
            """
            insert into billing_schema_history
            values (9, '0009', '<script>document.title=1</script>', 'SQL', 'V0009__x.sql', 1, 'postgres', now(), 1, true)
            """)
        .update();
    page.open();
    assertThat(browser.text("#apps")).contains("<script>document.title=1</script>", "unknown");
    assertThat(browser.evaluate("document.title")).isEqualTo(database.name() + " · Lockstep");
    page.isSound();
  }

  @Test
  void folded_parts_are_sound_too() throws IOException {
    applied(28, 30);
    page.open();
    browser.one("#older-main summary").click();
    assertThat(browser.text("#older-main"))
        .startsWith("10 older migrations")
        .contains("Go to main zero");
    page.isSound();
  }

  /** Without axe, which takes half a minute for a thousand rows. */
  @Test
  void a_thousand_migrations_are_folded_and_stay_a_page() throws IOException {
    applied(990, 1_000);
    page.open().screenshot("thousand");
    assertThat(browser.text("#older-main")).isEqualTo("980 older migrations");
    assertThat(browser.text("#apps")).contains("0990 current", "10 pending").doesNotContain("0980");
    page.open().phone().screenshot("thousand-phone");
    browser.one("#older-main summary").click();
    assertThat(browser.text("#older-main")).contains("0980", "Nothing of main is applied");
    assertThat(browser.messages()).isEmpty();
  }

  private void applied(int applied, int all) {
    for (int i = 6; i <= all; i++) {
      folder.file("main/V%04d__add_column_%d_to_orders.sql".formatted(i, i), "select 1;");
    }
    migrate("main 0001");
    database
        .jdbc()
        .sql(
            """
            insert into main_schema_history
            select i, lpad(i::text, 4, '0'), 'x', 'SQL', 'x', null, 'postgres', now(), 7, true
              from generate_series(2, :applied) i
            """)
        .param("applied", applied)
        .update();
  }

  @Test
  void the_page_can_be_read_and_opened_without_javascript() throws IOException {
    migrate("main 0002");
    browser.scripts(false);
    page.open().screenshot("no-script");
    assertThat(browser.text("#apps")).contains("0002 current", "applied", "pending");
    browser.one("#go-main-0001 summary").click();
    assertThat(browser.text("#go-main-0001"))
        .contains("helm upgrade lockstep")
        .doesNotContain("Copy");
  }
}
