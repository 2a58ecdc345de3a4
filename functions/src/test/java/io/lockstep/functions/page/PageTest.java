package io.lockstep.functions.page;

import static io.lockstep.functions.page.RenderedPage.html;
import static io.lockstep.functions.page.RenderedPage.text;
import static io.lockstep.functions.page.Sample.applied;
import static io.lockstep.functions.page.Sample.pending;
import static io.lockstep.functions.page.Sample.repeatable;
import static io.lockstep.functions.page.Sample.snapshot;
import static io.lockstep.functions.page.Sample.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.listing.Listing.AppListing;
import io.lockstep.listing.MigrationListing;
import io.lockstep.listing.MigrationState;
import io.lockstep.listing.UndoPlace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
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
  void an_app_that_needs_no_undo_scripts_is_not_marked_for_having_none() {
    List<MigrationListing> migrations =
        List.of(
            with(applied("1", "a"), MigrationState.APPLIED, UndoPlace.NONE),
            with(applied("2", "b"), MigrationState.APPLIED, UndoPlace.NONE));
    assertThat(html(snapshot(new AppListing("main", "2", "2", migrations, "optional", List.of()))))
        .contains("<td>none</td>")
        .doesNotContain("class=\"stays\"");
    assertThat(html(snapshot(new AppListing("main", "2", "2", migrations, "from 2", List.of()))))
        .containsOnlyOnce("class=\"stays\"");
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
  void markup_in_a_description_is_text() {
    assertThat(html(snapshot("1", applied("1", "<script>alert('x')</script>"))))
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .doesNotContain("<script>alert");
  }

  @Test
  void the_same_data_give_the_same_page() {
    assertThat(
            new Page()
                .render(
                    RenderedPage.of(Sample.manyApplied(30), Sample.deployment("main latest")),
                    Optional.empty(),
                    Optional.empty()))
        .isEqualTo(html(Sample.manyApplied(30)));
  }

  @Test
  void the_policy_allows_exactly_the_style_and_the_script_that_are_in_the_page()
      throws NoSuchAlgorithmException {
    String html = html(snapshot("zero"));
    assertThat(new Page().contentSecurityPolicy())
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
