package io.lockstep.run;

import static io.lockstep.Asking.outOfOrder;
import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.plan.PlanOptions;
import io.lockstep.run.report.StepReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mark that a step without a transaction leaves until it has ended well. */
class UnfinishedMarkTest extends CutOffIndex {
  private void mark(String action, String version) {
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.unfinished (schema_name, app, version, action, script, holder)
            values ('public', 'main', :version, :action, 'a script', 'somebody')
            """)
        .param("action", action)
        .param("version", version)
        .update();
  }

  @Test
  void a_mark_that_a_kill_left_behind_the_history_row_is_out_of_date() {
    migrate("main 1");
    database
        .jdbc()
        .sql(
            """
            create function outside.cut() returns trigger language plpgsql as $$
            begin
              perform pg_terminate_backend(pg_backend_pid());
              return old;
            end $$
            """)
        .update();
    database
        .jdbc()
        .sql(
            "create trigger cut before delete on lockstep.unfinished for each row execute function outside.cut()")
        .update();
    assertThat(problem(ExitCode.UNREACHABLE, () -> migrate("main 2")).text())
        .contains("broke 6 times")
        .doesNotContain("the lock was lost");
    database.jdbc().sql("drop trigger cut on lockstep.unfinished").update();

    assertThat(current()).isEqualTo("0002");
    assertThat(marks()).containsExactly("apply 0002");
    migrate("main 1");
    assertThat(database.fingerprint()).doesNotContain("t_v_idx");
    assertThat(marks()).as("it does not come back into force").isEmpty();
    assertThat(migrate("main 1").result()).hasToString("nothing to do");
  }

  @Test
  void a_mark_of_an_undo_that_is_in_the_history_is_out_of_date() {
    migrate("main 1");
    mark("undo", "0002");
    assertThat(database.lockstep(folder).plan(List.of("main 1"), PlanOptions.STRICT).get(0).notes())
        .isEmpty();
    migrate("main 1");
    assertThat(marks()).isEmpty();
  }

  @Test
  void a_mark_of_an_action_of_a_newer_lockstep_is_met_by_no_step() {
    migrate("main 1");
    database
        .jdbc()
        .sql("alter table lockstep.unfinished drop constraint unfinished_action_check")
        .update();
    mark("split", "0002");
    assertThat(database.lockstep(folder).check().findings())
        .containsExactly("main 0002 is unfinished: a script");
    assertThat(database.lockstep(folder).status(List.of("main 1")).reached()).isFalse();
    assertThat(refusal("main 2"))
        .contains("the image that began it", "finish by hand", "--accept-unfinished 0002")
        .doesNotContain("migrate \"");
    assertThat(marks()).containsExactly("split 0002");
  }

  @Test
  void a_script_that_has_a_transaction_by_now_ends_the_step_too() {
    dieOnTheWayTo("main 2");
    files()
        .file("main/V0002__i.sql", "drop index if exists t_v_idx;\ncreate index t_v_idx on t (v);")
        .file("main/U0002__i.sql", "drop index t_v_idx;");
    migrate("main 2", "main 1");
    assertThat(marks()).isEmpty();
    assertThat(migrate("main 1").result()).hasToString("nothing to do");
  }

  @Test
  void other_apps_go_on() {
    dieOnTheWayTo("main 2");
    files()
        .file("shop/V0001__o.sql", "create table o (v int);")
        .file("shop/U0001__o.sql", "drop table o;");
    migrate("shop latest");
    assertThat(refusal("shop zero", "main 1")).contains("target \"main 1\"");
    migrate("shop zero", "main 2");
  }

  @Test
  void of_several_targets_the_first_step_counts() {
    dieOnTheWayTo("main 2");
    assertThat(refusal("main 1", "main zero")).contains("target \"main zero\"");
    migrate("main 1", "main 2", "main zero");
    assertThat(database.fingerprint()).isEmpty();
  }

  @Test
  void out_of_order_the_command_that_does_it_again_says_so() {
    String late =
        "-- lockstep: no-transaction\ncreate index concurrently if not exists t_v_idx on t (v);\n";
    files().without("main/V0002__i.sql");
    migrate("main 3");
    files().file("main/V0002__i.sql", late + CUT);
    database.jdbc().sql("insert into outside.cut default values").update();
    problem(ExitCode.LOCK_NOT_OBTAINED, () -> migrate(outOfOrder(), "main latest"));
    database.jdbc().sql("delete from outside.cut").update();
    assertThat(refusal("main 1")).contains("migrate \"main 0003\" --out-of-order");
    migrate(outOfOrder(), "main 3");
    migrate("main zero");
    assertThat(database.fingerprint()).isEmpty();
  }

  @Test
  void an_image_that_can_not_do_it_again_does_not_pretend_to() {
    dieOnTheWayTo("main 2");
    for (String file : List.of("V0002__i", "U0002__i", "V0003__u", "U0003__u")) {
      files().without("main/" + file + ".sql");
    }
    assertThat(refusal("main latest"))
        .contains("V0002__i.sql", "the image that began it", "--accept-unfinished 0002")
        .doesNotContain("migrate \"");
  }

  @Test
  void a_plan_over_tables_of_an_older_lockstep_has_no_marks_to_meet() {
    migrate("main 2");
    database.withOldestTables();
    assertThat(database.lockstep(folder).plan(List.of("main 1"), PlanOptions.STRICT)).hasSize(1);
    assertThat(current()).isEqualTo("0002");
    dieOnTheWayTo("main 1");
    refusal("main 2");
  }

  @Test
  void steps_that_end_well_leave_no_mark() {
    files().file("main/R__v.sql", "-- lockstep: no-transaction\nvacuum t;");
    migrate("main latest");
    migrate("main zero");
    assertThat(marks()).isEmpty();
  }

  @Test
  void a_repeatable_is_not_marked_since_it_stays_due() {
    migrate("main latest");
    files().file("main/R__v.sql", "-- lockstep: no-transaction\nvacuum t;\n" + CUT);
    dieOnTheWayTo("main latest");
    assertThat(marks()).isEmpty();
    migrate("main 1");
    assertThat(migrate("main latest").steps()).map(StepReport::script).contains("R__v.sql");
  }
}
