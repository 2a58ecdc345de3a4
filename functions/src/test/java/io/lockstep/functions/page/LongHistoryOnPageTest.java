package io.lockstep.functions.page;

import static io.lockstep.functions.page.RenderedPage.html;
import static io.lockstep.functions.page.RenderedPage.older;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.functions.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How the page shows more migrations than a reader looks at. */
class LongHistoryOnPageTest {
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
}
