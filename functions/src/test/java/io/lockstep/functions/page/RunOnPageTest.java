package io.lockstep.functions.page;

import static io.lockstep.functions.page.RenderedPage.html;
import static io.lockstep.functions.page.RenderedPage.text;
import static io.lockstep.functions.page.Sample.applied;
import static io.lockstep.functions.page.Sample.pending;
import static io.lockstep.functions.page.Sample.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.audit.RunState;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.history.BatchProgress;
import io.lockstep.history.StepAction;
import io.lockstep.history.UnfinishedStep;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the page says of the last run, and of one under way. */
class RunOnPageTest {
  @Test
  void a_run_under_way_shows_its_step_its_holder_and_that_the_page_follows() {
    Snapshot running =
        snapshot(
            Optional.of(Sample.run(RunState.RUNNING, Optional.empty())),
            Sample.held(),
            "1",
            applied("1", "a"));
    assertThat(text(running))
        .contains(
            "A run is under way : main latest , step 3 of 7: V0003__x.sql , since 2026-03-04"
                + " 05:06:12 UTC")
        .contains("This page follows it by itself.")
        .contains("Lock lockstep-migrate-7-x2vq since 2026-03-04 05:06:07 UTC");
    assertThat(html(running))
        .contains("<progress max=\"7\" value=\"2\"")
        .contains("<title>Step 3 of 7 · questions · Lockstep</title>")
        .contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>");
  }

  @Test
  void a_run_under_way_shows_how_far_its_batches_are() {
    Snapshot now =
        snapshot(
            Optional.of(Sample.run(RunState.RUNNING, Optional.empty())),
            Sample.held(),
            "1",
            applied("1", "a"));
    BatchProgress batch =
        new BatchProgress(
            "main",
            StepAction.APPLY,
            "3",
            "V0003__x.sql",
            125_000,
            25,
            Sample.TIME,
            Sample.TIME.plusSeconds(5),
            Optional.of(41_000L),
            Optional.of(9_000_000L));
    Snapshot running =
        new Snapshot(
            now.at(),
            now.server(),
            now.histories(),
            now.unfinished(),
            now.listing(),
            now.lock(),
            now.lastRun(),
            now.progress(),
            Optional.of(batch),
            now.verification(),
            now.contractWaits(),
            now.heldBack());
    assertThat(text(running))
        .contains("125,000 rows in 25 batches, 41,000 rows/s, at most about 3 min left.");
  }

  @Test
  void the_page_does_not_reload_without_a_run_under_way() {
    assertThat(html(snapshot("1", applied("1", "a")))).doesNotContain("http-equiv");
  }

  @Test
  void a_failed_run_shows_its_reason_on_top() {
    String text =
        text(
            snapshot(
                Optional.of(
                    Sample.run(
                        RunState.FAILED, Optional.of("V0003__x.sql line 4: no table <orders>"))),
                Optional.empty(),
                "1",
                applied("1", "a")));
    assertThat(text)
        .contains("The last run failed : main latest , step 3 of 7: V0003__x.sql")
        .contains("V0003__x.sql line 4: no table &lt;orders&gt;")
        .contains("after 1 min 1 s, by lockstep-migrate-7-x2vq , exit code 4.");
    assertThat(text.indexOf("no table")).isLessThan(text.indexOf("Release"));
  }

  @Test
  void a_run_in_a_state_of_a_newer_lockstep_is_not_under_way() {
    assertThat(
            text(
                snapshot(
                    Optional.of(Sample.run(RunState.UNKNOWN, Optional.empty())),
                    Optional.empty(),
                    "1",
                    applied("1", "a"))))
        .contains("The last run ended in a way that this image does not know")
        .doesNotContain("follows it");
  }

  @Test
  void a_run_that_is_done_says_from_where_to_where() {
    assertThat(
            text(
                snapshot(
                    Optional.of(Sample.run(RunState.DONE, Optional.empty())),
                    Optional.empty(),
                    "1",
                    applied("1", "a"))))
        .contains("The last run is done : main latest (0001 → 0007) .")
        .doesNotContain("exit code");
  }

  @Test
  void a_run_that_died_is_not_under_way() {
    assertThat(
            text(
                snapshot(
                    Optional.of(Sample.run(RunState.DIED, Optional.empty())),
                    Optional.empty(),
                    "1",
                    applied("1", "a"))))
        .contains("The last run ended without a word")
        .doesNotContain("follows it");
  }

  @Test
  void a_step_that_did_not_end_well_is_told_above_the_migrations_of_its_app() {
    Snapshot now = snapshot("1", applied("1", "a"), pending("2", "index"));
    UnfinishedStep step =
        new UnfinishedStep(
            StepAction.APPLY, Version.of("2"), "V2__index.sql", "lockstep-migrate-6", Sample.TIME);
    Snapshot after =
        new Snapshot(
            now.at(),
            now.server(),
            now.histories(),
            Map.of(new AppName("main"), step),
            now.listing(),
            now.lock(),
            now.lastRun(),
            now.progress(),
            now.batch(),
            now.verification(),
            now.contractWaits(),
            now.heldBack());
    assertThat(text(now)).doesNotContain("did not end well");
    assertThat(text(after))
        .contains(
            "A step did not end well: V2__index.sql , begun 2026-03-04 05:06:07 UTC by"
                + " lockstep-migrate-6 .");
  }
}
