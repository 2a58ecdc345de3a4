package io.lockstep.functions.page;

import static io.lockstep.functions.page.Sample.applied;
import static io.lockstep.functions.page.Sample.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.audit.VerificationEntry;
import io.lockstep.audit.VerificationResult;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.progress.StatementProgress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the page says of the last verification, and of a statement that takes long. */
class VerificationOnPageTest {
  private static String html(Snapshot snapshot) {
    return new Page()
        .render(
            RenderedPage.of(snapshot, Sample.deployment("main latest")),
            Optional.empty(),
            Optional.empty());
  }

  private static String text(Snapshot snapshot) {
    String html = html(snapshot);
    return html.substring(html.indexOf("<body>"), html.indexOf("<dl id=\"facts\">"))
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ");
  }

  private static Snapshot verified(Optional<RunEntry> run, VerificationEntry found) {
    return Sample.with(
        snapshot(run, Optional.empty(), "1", applied("1", "a")),
        Optional.empty(),
        Optional.of(found));
  }

  private static VerificationEntry found(int findings, int differences, String... lines) {
    return new VerificationEntry(
        Sample.TIME.plusSeconds(9),
        List.of("main latest"),
        findings + differences > 0 ? VerificationResult.DIFFERS : VerificationResult.AS_RECORDED,
        findings,
        differences,
        Arrays.asList(lines));
  }

  @Test
  void a_verification_is_not_mentioned_where_there_was_none() {
    assertThat(html(snapshot("1", applied("1", "a")))).doesNotContain("class=\"verification");
  }

  @Test
  void a_good_verification_is_a_green_line_with_its_time() {
    Snapshot good = verified(Optional.empty(), found(0, 0));
    assertThat(text(good))
        .contains(
            "The database is what its history says , as verified 2026-03-04 05:06:16 UTC for main latest .")
        .doesNotContain("A run has begun since");
    assertThat(html(good))
        .contains("<section class=\"verification\"")
        .doesNotContain("<section class=\"verification trouble");
  }

  @Test
  void a_verification_that_compared_nothing_does_not_say_that_all_is_well() {
    VerificationEntry none =
        new VerificationEntry(
            Sample.TIME, List.of(), VerificationResult.NOT_RECORDED, 0, 0, List.of("note: x"));
    assertThat(text(verified(Optional.empty(), none)))
        .contains("Nothing is wrong with the history; the schema was not compared")
        .contains("note: x");
  }

  @Test
  void findings_are_listed_line_by_line_with_markup_as_text() {
    Snapshot bad = verified(Optional.empty(), found(1, 1, "! a <b> is INVALID", "+ index x"));
    assertThat(text(bad))
        .contains("The database is not what its history says")
        .contains("! a &lt;b&gt; is INVALID + index x")
        .doesNotContain(" more ");
    assertThat(html(bad)).contains("<section class=\"verification trouble\"");
  }

  @Test
  void many_findings_are_folded_and_those_not_kept_are_counted() {
    String[] lines = IntStream.range(0, 100).mapToObj(i -> "+ view v" + i).toArray(String[]::new);
    assertThat(text(verified(Optional.empty(), found(0, 150, lines))))
        .contains("+ view v9 140 more + view v10 ")
        .contains("50 more were found; ./lockstep verify shows them all.");
  }

  @Test
  void a_run_that_has_begun_since_is_said() {
    RunEntry earlier = Sample.run(RunState.DONE, Optional.empty());
    VerificationEntry before =
        new VerificationEntry(
            Sample.TIME.minusSeconds(1),
            List.of(),
            VerificationResult.AS_RECORDED,
            0,
            0,
            List.of());
    assertThat(text(verified(Optional.of(earlier), found(0, 0))))
        .doesNotContain("A run has begun since");
    assertThat(text(verified(Optional.of(earlier), before))).contains("A run has begun since.");
  }

  private static Snapshot running(StatementProgress progress) {
    return Sample.with(
        snapshot(
            Optional.of(Sample.run(RunState.RUNNING, Optional.empty())),
            Sample.held(),
            "1",
            applied("1", "a")),
        Optional.of(progress),
        Optional.empty());
  }

  @Test
  void the_progress_of_a_long_statement_is_shown_in_words_and_as_a_bar() {
    Snapshot now =
        running(
            new StatementProgress(
                "CREATE INDEX",
                Optional.of("orders"),
                Optional.of("building index: scanning table"),
                Optional.of(43),
                false));
    assertThat(text(now)).contains("CREATE INDEX on orders: building index: scanning table, 43 %.");
    assertThat(html(now)).contains("<progress max=\"100\" value=\"43\" aria-label=");
  }

  @Test
  void progress_that_the_role_cannot_see_is_said_to_be_hidden() {
    Snapshot now =
        running(
            new StatementProgress(
                "CREATE INDEX", Optional.empty(), Optional.empty(), Optional.empty(), true));
    assertThat(text(now)).contains("CREATE INDEX; how far it is, this role can’t see.");
    assertThat(html(now)).doesNotContain("max=\"100\"");
  }
}
