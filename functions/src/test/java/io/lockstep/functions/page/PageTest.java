package io.lockstep.functions.page;

import static io.lockstep.functions.page.Sample.applied;
import static io.lockstep.functions.page.Sample.pending;
import static io.lockstep.functions.page.Sample.repeatable;
import static io.lockstep.functions.page.Sample.snapshot;
import static io.lockstep.functions.page.Sample.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.audit.RunState;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.history.StepAction;
import io.lockstep.history.UnfinishedStep;
import io.lockstep.listing.MigrationListing;
import io.lockstep.listing.MigrationState;
import io.lockstep.listing.UndoPlace;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  private final Page page = new Page();
  private final Deployment deployment = Sample.deployment("main latest");

  private String html(Snapshot snapshot) {
    return html(snapshot, deployment);
  }

  private String html(Snapshot snapshot, Deployment of) {
    return page.render(snapshot, Optional.empty(), of, Optional.empty());
  }

  /** What a reader sees, tags and runs of white space apart. */
  private String text(Snapshot snapshot) {
    String html = html(snapshot);
    String body = html.substring(html.indexOf("<body>"), html.indexOf("<script>"));
    return TAG.matcher(body).replaceAll(" ").replaceAll("\\s+", " ");
  }

  @Test
  void a_new_database_says_that_nothing_is_applied_and_what_is_pending() {
    assertThat(text(snapshot("zero", pending("0001", "initial"), pending("0002", "answers"))))
        .contains("Nothing is applied. 2 migrations are pending.")
        .contains("At zero; the latest in this image is 0002.")
        .contains("0001 initial pending")
        .contains("zero current Nothing of main is applied");
  }

  @Test
  void an_applied_migration_shows_when_how_long_and_its_undo() {
    assertThat(text(snapshot("0001", applied("0001", "initial"))))
        .contains("At 0001, the latest.")
        .contains(
            "0001 current initial applied 2026-03-04 05:06:07 12 ms stored in database Go"
                + " to main 0001")
        .doesNotContain("Nothing is applied");
  }

  @Test
  void every_state_is_shown_in_words() {
    String text =
        text(
            snapshot(
                "4",
                applied("1", "a"),
                with(applied("2", "b"), MigrationState.UNDONE, UndoPlace.FILE),
                with(applied("3", "c"), MigrationState.CHANGED, UndoPlace.NONE),
                with(applied("4", "d"), MigrationState.UNKNOWN, UndoPlace.STORED),
                pending("5", "e")));
    assertThat(text)
        .contains("a applied", "b undone", "c changed", "d unknown", "e pending")
        .contains("none", "file in image", "stored in database")
        .contains("1 applied 1 pending 1 undone 1 unknown 1 changed");
  }

  @Test
  void only_an_applied_migration_without_undo_is_marked_as_irreversible() {
    assertThat(html(snapshot("1", with(applied("1", "a"), MigrationState.APPLIED, UndoPlace.NONE))))
        .contains("<td class=\"stays\">none</td>");
    assertThat(
            html(snapshot("zero", with(pending("1", "a"), MigrationState.PENDING, UndoPlace.NONE))))
        .doesNotContain("class=\"stays\"");
  }

  @Test
  void the_current_version_is_found_by_number_when_the_database_writes_it_otherwise() {
    assertThat(text(snapshot("1", applied("0001", "initial"))))
        .contains("0001 current")
        .contains("At 1, the latest.");
  }

  @Test
  void an_app_says_which_repeatables_are_due() {
    MigrationListing due = with(repeatable("totals"), MigrationState.CHANGED, UndoPlace.NONE);
    assertThat(text(snapshot("1", applied("1", "a"), due)))
        .contains("At 1, the latest; a repeatable is due.");
    assertThat(text(snapshot("zero", due, due)))
        .contains("At zero; this image has only repeatables of it; 2 repeatables are due.");
  }

  @Test
  void a_repeatable_has_no_version_no_undo_and_no_command() {
    String text = text(snapshot("1", applied("1", "a"), repeatable("totals")));
    assertThat(text)
        .contains("Repeatable migrations of main, which run again when they change")
        .contains("repeatable totals applied 2026-03-04 05:06:07 3 ms");
    assertThat(text.split("Go to ", -1)).as("1 and zero").hasSize(3);
  }

  @Test
  void the_release_and_the_database_are_shown() {
    assertThat(text(snapshot("zero")))
        .contains("app version 1.4.2")
        .contains("Release lockstep Revision 7 Namespace shop Chart 0.1.0 Targets main latest")
        .contains("Pod lockstep-functions-7f9c Node node-1")
        .contains("Database questions PostgreSQL 17.11 Lock free");
  }

  @Test
  void unknown_properties_are_left_out_outside_of_kubernetes() {
    assertThat(html(snapshot("zero", pending("1", "a")), Sample.outsideKubernetes()))
        .contains("./lockstep migrate &quot;main 1&quot;")
        .doesNotContain("<dt>Release</dt>", "<dt>Pod</dt>", "app version", "helm upgrade");
  }

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
            now.verification());
    assertThat(text(now)).doesNotContain("did not end well");
    assertThat(text(after))
        .contains(
            "A step did not end well: V2__index.sql , begun 2026-03-04 05:06:07 UTC by"
                + " lockstep-migrate-6 .");
  }

  @Test
  void markup_in_a_description_is_text() {
    assertThat(html(snapshot("1", applied("1", "<script>alert('x')</script>"))))
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .doesNotContain("<script>alert");
  }

  @Test
  void the_newest_are_shown_and_a_thousand_older_ones_are_folded() {
    String html = html(Sample.manyApplied(1_000));
    int fold = html.indexOf("<summary>980 older migrations</summary>");
    assertThat(html.indexOf("column number 981 ")).isBetween(0, fold);
    assertThat(html.indexOf("column number 980 ")).isGreaterThan(fold);
    assertThat(html.indexOf("column number 1 ")).isGreaterThan(html.indexOf("column number 2 "));
    assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(700_000);
  }

  @Test
  void a_handful_of_older_ones_is_not_worth_folding() {
    assertThat(html(Sample.manyApplied(25))).doesNotContain("older migrations");
    assertThat(html(Sample.manyApplied(26))).contains("6 older migrations");
  }

  @Test
  void a_thousand_versions_are_on_one_page_and_a_link_leads_to_the_older_ones() {
    Snapshot many = Sample.manyApplied(2_300);
    assertThat(html(many))
        .contains("980 older migrations", "column number 1301 ")
        .contains("href=\"?app=main&amp;before=1301\">1300 more, older than 1301</a>")
        .contains("<li>2300 <span class=\"s applied\">")
        .doesNotContain("column number 1300 ", "Nothing of main is applied", "Back to the newest");
    assertThat(older(many, "1301"))
        .contains("column number 1300 ", "column number 301 ", "Back to the newest")
        .contains("href=\"?app=main&amp;before=0301\">300 more")
        .doesNotContain("column number 1301 ", "column number 300 ", "older migrations");
    assertThat(older(many, "301"))
        .contains("column number 300 ", "column number 1 ", "Nothing of main is applied")
        .doesNotContain(" more, older than");
    assertThat(html(Sample.manyApplied(1_005))).doesNotContain(" more, older than");
  }

  private String older(Snapshot snapshot, String version) {
    return page.render(
        snapshot,
        Optional.empty(),
        deployment,
        Optional.of(new HistoryCursor("main", Version.of(version))));
  }

  @Test
  void the_same_data_give_the_same_page() {
    assertThat(
            new Page()
                .render(Sample.manyApplied(30), Optional.empty(), deployment, Optional.empty()))
        .isEqualTo(html(Sample.manyApplied(30)));
  }

  @Test
  void the_policy_allows_exactly_the_style_and_the_script_that_are_in_the_page()
      throws NoSuchAlgorithmException {
    String html = html(snapshot("zero"));
    assertThat(page.contentSecurityPolicy())
        .startsWith("default-src 'none'; ")
        .contains("style-src 'sha256-" + hash(html, "style") + "'; ")
        .contains("script-src 'sha256-" + hash(html, "script") + "'; ")
        .doesNotContain("unsafe");
    assertThat(html).doesNotContain(" style=", " onclick=");
  }

  private static String hash(String html, String element) throws NoSuchAlgorithmException {
    Matcher matcher =
        Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL).matcher(html);
    assertThat(matcher.find()).isTrue();
    return Base64.getEncoder()
        .encodeToString(
            MessageDigest.getInstance("SHA-256")
                .digest(matcher.group(1).getBytes(StandardCharsets.UTF_8)));
  }
}
