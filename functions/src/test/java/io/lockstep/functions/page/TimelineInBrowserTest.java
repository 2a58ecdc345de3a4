package io.lockstep.functions.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Asking;
import io.lockstep.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The history of runs as people meet it: a real Chromium, the real service, a real PostgreSQL. */
class TimelineInBrowserTest extends InBrowser {
  /** Runs of a shop over some weeks, with every kind of end. */
  private void weeks() {
    migrate("billing latest", "main 0003");
    folder.file("main/V0004__add_author.sql", "alter table nowhere add author text;");
    Asking.problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest"));
    Asking.problem(ExitCode.USAGE, () -> migrate("main 0009"));
    ShopMigrations.in(path)
        .file("main/V0004__add_author.sql", "create table add_author (); select pg_sleep(0.3);");
    migrate("main latest");
    migrate("main latest", "main 0003", "main latest");
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.run
                   (schema_name, app, target, from_version, to_version, release, revision, holder, started_at, ended_at,
                    result, exit_code, steps, step)
            select 'public', 'main', 'main latest', '0005', '0005', 'shop', i, 'shop-migrate-' || i || '-x2vq8/7',
                   now() + i * interval '7 hours', now() + i * interval '7 hours' + (1.9 ^ (i % 13)) * interval '90 ms',
                   case i % 11 when 5 then 'stopped' when 9 then 'died' else 'done' end, 0, 1, 1
              from generate_series(1, 45) i
            """)
        .update();
  }

  @Test
  void the_runs_are_sound_in_light_and_dark_on_desktop_and_phone() throws IOException {
    weeks();
    page.open("runs").screenshot("runs-light");
    assertThat(browser.text("main")).contains("50 runs", "Older runs");
    page.isSound();
    page.open("runs").dark().screenshot("runs-dark");
    page.isSound();
    page.open("runs").phone().screenshot("runs-phone-dark");
    page.isSound();
    page.open("runs").light().screenshot("runs-phone-light");
    page.isSound();
  }

  @Test
  void a_run_with_its_steps_is_sound_in_light_and_dark_on_desktop_and_phone() throws IOException {
    weeks();
    page.open("runs/3").screenshot("run-failed-light");
    assertThat(browser.text("main"))
        .contains("Run 3 failed", "apply V0004__add_author.sql failed", "does not exist");
    page.isSound();
    page.open("runs/2").dark().screenshot("run-dark");
    assertThat(browser.text("#steps")).contains("apply V0001__initial.sql done");
    page.isSound();
    page.open("runs/2").phone().screenshot("run-phone-dark");
    page.isSound();
    page.open("runs/3").light().screenshot("run-failed-phone-light");
    page.isSound();
  }

  @Test
  void a_way_leads_from_a_migration_to_its_run_and_back() throws IOException {
    migrate("billing latest", "main 0003");
    page.open();
    browser.one("#apps a[href='runs/2']").click();
    assertThat(browser.text("h1")).contains("Run 2 in").contains("main 0003");
    browser.one("nav a[aria-current]").click();
    assertThat(browser.text("h1")).startsWith("Runs in");
    browser.one(".bars a[href$='runs/1']").click();
    assertThat(browser.text("h1")).contains("Run 1 in").contains("billing latest");
    browser.one("nav a").click();
    assertThat(browser.text("h1")).startsWith("Migrations in");
  }

  @Test
  void the_bar_of_each_step_is_within_its_run() throws IOException {
    folder.file("main/V0002__add_suggested_answer.sql", "select pg_sleep(0.4);");
    migrate("main 0003");
    page.open("runs/1");
    for (int step = 1; step <= 3; step++) {
      Object inside =
          browser.evaluate(
              """
              (([bar, rect]) => rect.left >= bar.left - 1 && rect.right <= bar.right + 1 && rect.width > 1)(
                  [document.querySelectorAll('.steps svg')[%1$d], document.querySelectorAll('.steps rect')[%1$d]]
                      .map(e => e.getBoundingClientRect()))"""
                  .formatted(step - 1));
      assertThat(inside).isEqualTo(true);
    }
    assertThat(
            browser.evaluate(
                "(([one, two, three]) => two > one && two > three)([...document.querySelectorAll('.steps rect')].map(e => e.getBoundingClientRect().width))"))
        .as("the second step took longest")
        .isEqualTo(true);
  }

  @Test
  void a_database_without_a_run_is_sound_too() throws IOException {
    page.open("runs").screenshot("runs-none");
    assertThat(browser.text("main")).contains("There is no run yet.");
    page.isSound();
  }

  @Test
  void the_runs_need_no_javascript() throws IOException {
    migrate("main 0002");
    browser.scripts(false);
    page.open("runs");
    assertThat(browser.text("main")).contains("1 run: 1 done.", "main 0002");
  }
}
