package io.lockstep.functions;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of runs as people get it. */
class TimelineEndpointTest {
  @TempDir private Path db;
  private final TestDatabase database = TestDatabase.create();
  private ServedFunctions served;

  @BeforeEach
  void start() {
    new MigrationFolder(db).threeTables();
    served = ServedFunctions.on(database.settings(), db, Map.of("LOCKSTEP_APP_VERSION", "1.4.2"));
  }

  @AfterEach
  void close() {
    served.close();
  }

  private void migrate(String target) {
    database.lockstep(db).migrate(targets(target));
  }

  private HttpResponse<String> browse(String path) {
    return served.send(served.request(path).header("Accept", "text/html"));
  }

  private String text(String path) {
    String body = browse(path).body();
    return body.substring(body.indexOf("<body>"))
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ");
  }

  @Test
  void a_database_without_a_run_says_so() {
    assertThat(text("/runs")).contains("There is no run yet.").doesNotContain("Skip to the list");
    assertThat(browse("/runs/1").statusCode()).isEqualTo(404);
  }

  @Test
  void each_run_is_a_row_and_a_bar_that_lead_to_its_steps() {
    migrate("main latest");
    migrate("main 2");
    migrate("main 2");
    assertThat(text("/runs"))
        .contains("3 runs: 3 done.", "app version 1.4.2")
        .contains("Run 1: main latest, done after ")
        .containsSubsequence(
            "Run 3 main 2 (0002) done 20",
            "Run 2 main 2 (0003 → 0002) , 1 step done",
            "Run 1 main latest (zero → 0003) , 3 steps done");
    assertThat(browse("/runs").body()).contains("<a href=\"./runs/2\">", "<rect x=");
    assertThat(text("/runs/1"))
        .contains(
            "Run 1 is done (zero → 0003) .", "Pod or host, and process", "Steps in its plan 3")
        .containsSubsequence(
            "1 apply V0001__a.sql done 20",
            "2 apply V0002__b.sql done",
            "3 apply V0003__c.sql done");
    assertThat(text("/runs/2")).contains("1 undo U0003__c.sql done");
    assertThat(text("/runs/3")).contains("It had no step to do.");
  }

  @Test
  void a_migration_leads_to_the_run_that_has_applied_it_or_taken_it_back() {
    migrate("main 1");
    migrate("main latest");
    migrate("main 2");
    assertThat(text("/"))
        .containsSubsequence(
            "0003 c undone",
            "undone by run 3",
            "0002 current b applied",
            "applied by run 2",
            "0001 a applied",
            "applied by run 1");
    assertThat(browse("/").body()).contains("<a href=\"runs/2\">", "<a href=\"./runs\">Runs</a>");
    assertThat(browse("/runs/2").body()).contains("<a href=\"../\">Migrations</a>");
  }

  @Test
  void a_failed_run_says_at_which_step_and_why() {
    new MigrationFolder(db).file("main/V0002__b.sql", "create table b ();\nselect * from nowhere;");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest"));
    assertThat(text("/runs"))
        .contains("1 run: 1 failed.", "step 2 of 3")
        .contains("line 2: ERROR: relation \"nowhere\" does not exist".replace("\"", "&quot;"));
    assertThat(text("/runs/1"))
        .contains("Run 1 failed", "Exit code 4", "does not exist", "2 apply V0002__b.sql failed");
  }

  @Test
  void a_step_in_batches_says_how_many_rows_it_has_changed() {
    new MigrationFolder(db)
        .file(
            "main/V0001__a.sql",
            "create table a as select n as id, 0 as b from generate_series(1, 30) n;")
        .file(
            "main/V0002__b.sql",
            "-- lockstep: batch\nupdate a set b = 1 where id in (select id from a where b = 0 limit 10);");
    migrate("main 2");
    assertThat(text("/runs/1"))
        .contains("2 apply V0002__b.sql 30 rows in 3 batches done")
        .doesNotContain("V0001__a.sql 0 rows");
  }

  @Test
  void a_step_in_batches_that_is_under_way_says_how_far_it_is() {
    migrate("main 2");
    for (String sql :
        List.of(
            "insert into lockstep.batch (schema_name, app, version, action, script, rows_changed, batches) values ('public', 'main', '2', 'apply', 'V0002__b.sql', 20, 2)",
            "delete from lockstep.step where position = 2",
            "update lockstep.run set result = 'running', ended_at = null, to_version = null, exit_code = null",
            "insert into lockstep.lease (name, lock_until, locked_at, locked_by, token, holder, session_pid, session_start) select 'migrations', now() + interval '1 h', now(), 'x', 'x', 'pod/1', 1, now()")) {
      database.jdbc().sql(sql).update();
    }
    assertThat(text("/runs/1")).contains("V0002__b.sql 20 rows in 2 batches");
  }

  @Test
  void a_refused_run_says_that_nothing_was_changed() {
    problem(ExitCode.USAGE, () -> migrate("main 9"));
    assertThat(text("/runs/1")).contains("Run 1 was refused", "nothing was changed");
  }

  @Test
  void older_runs_are_on_pages_of_their_own() {
    migrate("main 1");
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.run (schema_name, app, target, holder, result, ended_at)
            select 'public', 'main', 'main 1', 'pod/1', 'done', clock_timestamp()
              from generate_series(2, 120)
            """)
        .update();
    assertThat(text("/runs")).contains("50 runs: 50 done", "Older runs, before 71");
    assertThat(text("/runs?before=71")).contains("50 runs", "Older runs, before 21", "newest");
    assertThat(text("/runs?before=21"))
        .contains("20 runs", "Run 1 main 1")
        .doesNotContain("Older runs");
    assertThat(text("/runs?before=1")).contains("There are no older runs.", "See the newest");
  }

  @Test
  void earlier_steps_of_a_long_run_are_on_pages_of_their_own() {
    migrate("main 1");
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.step
            select run, i, schema_name, app, action, script, version, description, began_at, millis, result
              from lockstep.step, generate_series(2, 1200) i
            """)
        .update();
    assertThat(text("/runs/1")).contains("Earlier steps, before 201", " 1200 apply ");
    assertThat(text("/runs/1?before=201"))
        .contains(" 200 apply ", "Back to the last steps")
        .doesNotContain("Earlier steps", " 201 apply ");
  }

  @Test
  void markup_in_a_reason_a_target_and_a_script_is_text() {
    migrate("main 1");
    String markup = "<script>alert('x')</script>\"&";
    database
        .jdbc()
        .sql(
            "update lockstep.run set result = 'failed', reason = :x, target = :x, holder = :x, release = :x, generation = :x")
        .param("x", markup)
        .update();
    database.jdbc().sql("update lockstep.step set script = :x").param("x", markup).update();
    for (String path : new String[] {"/runs", "/runs/1"}) {
      assertThat(browse(path).body())
          .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;")
          .doesNotContain("<script");
    }
  }

  @Test
  void a_run_whose_steps_an_older_lockstep_has_done_is_shown_without_them() {
    migrate("main latest");
    database.withOldestTables();
    assertThat(text("/runs")).contains("1 run: 1 done.");
    assertThat(text("/runs/1")).contains("an older Lockstep has done them");
    assertThat(text("/")).contains("applied").doesNotContain("applied by");
  }

  @Test
  void a_run_that_another_tool_s_history_was_adopted_by_ran_no_script() {
    migrate("main latest");
    database.jdbc().sql("delete from lockstep.step").update();
    database.jdbc().sql("update lockstep.run set step = 0, reason = 'adopted'").update();
    assertThat(text("/runs/1")).contains("It ran no script", "adopted");
  }

  @Test
  void what_is_no_run_is_not_found() {
    migrate("main 1");
    for (String path :
        new String[] {
          "/runs/2", "/runs/x", "/runs/", "/runs/1/1", "/runs/-1", "/runs/99999999999"
        }) {
      assertThat(browse(path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(browse("/runs?before=x").statusCode()).isEqualTo(400);
    assertThat(browse("/runs/1?limit=1").statusCode()).isIn(400, 404);
  }

  @Test
  void a_value_that_is_none_is_told_by_the_form_that_knows_its_parameter() {
    for (String accept : new String[] {"text/html", "application/json"}) {
      HttpRequest.Builder asked = served.request("/runs?before=-1").header("Accept", accept);
      assertThat(served.send(asked).body()).contains("before takes one number, 0 or greater");
    }
    assertThat(browse("/runs?limit=x").body()).contains("limit takes one number, 0 or greater");
  }

  @Test
  void the_page_of_a_run_is_not_sent_again_while_nothing_changes() {
    migrate("main 1");
    for (String path : new String[] {"/timeline", "/runs/1"}) {
      String etag = browse(path).headers().firstValue("ETag").orElseThrow();
      assertThat(served.send(served.request(path).header("If-None-Match", etag)).statusCode())
          .isEqualTo(304);
    }
  }

  @Test
  void a_program_gets_the_runs_as_before() {
    migrate("main latest");
    assertThat(served.get("/runs").body())
        .startsWith("{\"runs\":[{\"id\":1,\"app\":\"main\",\"target\":\"main latest\",")
        .doesNotContain("steps\":[", "position");
  }
}
