package io.lockstep.verify;

import static io.lockstep.Asking.outOfOrder;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.audit.VerificationReader;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.report.PlanReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Teams that write no undo scripts, or few, or not from the beginning. */
class UndoCheckTest extends Verifying {
  private static final String NONE =
      " can't be taken back: there is no undo script, stored or on disk";

  private void withoutUndo(String... versions) {
    for (String version : versions) {
      files.without("main/U" + version + ".sql");
    }
  }

  private void forwardOnly() {
    withoutUndo("0001__a", "0002__b", "0003__c");
  }

  private void say(String settings) {
    files.file("main/lockstep.properties", settings);
  }

  @Test
  void an_app_without_undo_scripts_is_as_recorded_and_says_so_in_a_line() {
    forwardOnly();
    files.file("main/R__v.sql", "create or replace view v as select 1;");
    migrate("main latest");
    VerifyReport report = database.lockstep(folder).verifyAndRecord(List.of("main latest"));
    assertThat(report.problem()).isEmpty();
    assertThat(report.result()).hasToString("as recorded");
    assertThat(report.lines())
        .containsExactly("note: main: 3 migrations have no undo script; a rollback stops at 0003");
    assertThat(new VerificationReader(database.jdbc(), "public").last().orElseThrow().good())
        .isTrue();
    sql("create table by_hand ()");
    assertThat(verify().lines()).hasSize(2).contains("+ table by_hand");
  }

  @Test
  void an_app_that_requires_undo_scripts_has_a_finding_for_each_that_is_missing() {
    forwardOnly();
    say("undo=required");
    migrate("main latest");
    assertThat(verify().findings())
        .containsExactly("main 0001" + NONE, "main 0002" + NONE, "main 0003" + NONE);
    say("undo=optional");
    assertThat(verify().problem()).isEmpty();
  }

  @Test
  void an_app_that_has_some_may_say_from_which_version_on_all_must_have_one() {
    withoutUndo("0001__a", "0003__c");
    migrate("main latest");
    assertThat(verify().findings()).containsExactly("main 0001" + NONE, "main 0003" + NONE);
    say("undo=from 2");
    assertThat(verify().findings()).containsExactly("main 0003" + NONE);
    assertThat(verify().notes())
        .containsExactly("main: 1 migration has no undo script; a rollback stops at 0003");
    say("undo=from 4");
    assertThat(verify().lines())
        .containsExactly("note: main: 2 migrations have no undo script; a rollback stops at 0003");
  }

  @Test
  void a_rollback_stops_at_what_was_applied_last_or_is_irreversible() {
    forwardOnly();
    files.file("main/V0003__c.sql", "-- lockstep: irreversible\ncreate table c ();");
    migrate("main latest");
    files.file("main/V0001.5__late.sql", "create table late ();");
    assertThat(verify().notes())
        .contains("main: 2 migrations have no undo script; a rollback stops at 0003");
    database.lockstep(folder).migrate(with(outOfOrder(), "main latest"));
    assertThat(verify().notes())
        .contains("main: 3 migrations have no undo script; a rollback stops at 0001.5");
    assertThat(problem(ExitCode.REFUSED, () -> migrate("main zero")).text())
        .contains("0001.5 is applied, but its undo script is neither");
  }

  @Test
  void each_app_goes_by_its_own_policy() {
    forwardOnly();
    files
        .file("shop/V1__s.sql", "create table s ();")
        .file("shop/V2__t.sql", "create table t ();")
        .file("shop/U2__t.sql", "drop table t;");
    migrate("main latest", "shop latest");
    assertThat(verify().findings()).containsExactly("shop 1" + NONE);
    assertThat(verify().notes()).singleElement().asString().startsWith("main: 3 migrations");
  }

  @Test
  void an_image_that_has_lost_its_undo_files_does_not_pass_for_one_without() {
    migrate("main 2");
    forwardOnly();
    migrate("main latest");
    assertThat(verify().findings()).containsExactly("main 0003" + NONE);
  }

  @Test
  void an_older_image_of_an_app_without_undo_scripts_counts_what_it_does_not_know() {
    forwardOnly();
    migrate("main latest");
    files.without("main/V0003__c.sql");
    assertThat(verify().lines())
        .containsExactly(
            "note: main: 3 migrations have no undo script; a rollback stops at 0003",
            "! main 0003 is unknown");
  }

  @Test
  void a_missing_undo_script_that_is_accepted_is_noted_with_the_reason() {
    withoutUndo("0001__a", "0003__c");
    say("accept.undo-missing.1=made before the team wrote any");
    migrate("main latest");
    assertThat(verify().findings()).containsExactly("main 0003" + NONE);
    assertThat(verify().notes())
        .containsExactly(
            "main 0001 can't be taken back: there is no undo script; accepted: made before the team wrote any");
  }

  @Test
  void a_plan_says_at_which_version_a_rollback_will_stop() {
    withoutUndo("0002__b");
    assertThat(notes("main latest"))
        .containsExactly("1 migration has no undo script; a rollback stops at 0002");
    assertThat(notes("main 1")).isEmpty();
    migrate("main latest");
    assertThat(problem(ExitCode.REFUSED, () -> notes("main 1")).text())
        .contains("0002 is applied, but its undo script is neither", "at or above 0002");
  }

  private List<String> notes(String target) {
    return PlanReport.of(database.lockstep(folder).plan(List.of(target), PlanOptions.STRICT))
        .targets()
        .get(0)
        .notes();
  }
}
