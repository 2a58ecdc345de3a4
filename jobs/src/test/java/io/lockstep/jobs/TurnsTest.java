package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets of one rollout, a process each, and rollouts that overtake each other (rule 6). */
class TurnsTest {
  private static final List<String> TARGETS =
      List.of("alpha 1", "beta 1", "alpha latest", "gamma latest", "beta latest");
  private static final String[] REVISION_1 = {"--rollout", "r@1"};
  private static final String[] REVISION_2 = {"--rollout", "r@2"};
  private static final String[] GENERATION_X = {"--rollout", "r@x"};
  private static final String[] GENERATION_Y = {"--rollout", "r@y"};

  private final TestDatabase database = TestDatabase.create();
  private final List<LockstepProcess> started = new ArrayList<>();
  private MigrationFolder folder;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void threeApps(@TempDir Path db) {
    folder = new MigrationFolder(db);
    for (String app : List.of("alpha", "beta", "gamma")) {
      folder.file(app + "/V1__one.sql", "create table " + app + "_one ();");
      folder.file(app + "/U1__one.sql", "drop table " + app + "_one;");
      folder.file(app + "/V2__two.sql", "create table " + app + "_two ();");
      folder.file(app + "/U2__two.sql", "drop table " + app + "_two;");
    }
    launch = LockstepProcess.Launch.on(database, db);
  }

  @AfterEach
  void end() {
    started.forEach(LockstepProcess::close);
  }

  @Test
  void five_turns_started_in_reverse_run_in_order() {
    startAllInReverse(REVISION_1).forEach(process -> process.exitsWith(0));
    assertThat(runs()).containsExactlyElementsOf(inOrder());
  }

  @Test
  void five_turns_of_a_generation_started_in_reverse_run_in_order() {
    startAllInReverse(GENERATION_X).forEach(process -> process.exitsWith(0));
    assertThat(runs()).containsExactlyElementsOf(inOrder());
  }

  @Test
  void later_turns_refuse_after_a_failed_one_and_name_it() {
    folder.file("beta/V1__one.sql", "create table nonsense (x nonsense);");
    List<LockstepProcess> processes = startAllInReverse(REVISION_1);
    processes.get(0).exitsWith(0);
    processes.get(1).exitsWith(ExitCode.MIGRATION_FAILED.code());
    for (LockstepProcess later : processes.subList(2, 5)) {
      later.exitsWith(ExitCode.REFUSED.code());
      assertThat(later.err()).contains("turn 2 (beta 1) ended with 4").doesNotContain("\tat ");
    }
    assertThat(runs()).containsExactly("1 alpha 1 done", "2 beta 1 failed");
  }

  @Test
  void a_turn_that_no_plan_can_serve_stops_the_later_ones_too() {
    LockstepProcess second = start("alpha latest", "2/2", REVISION_1);
    start("nowhere 1", "1/2", REVISION_1).exitsWith(ExitCode.USAGE.code());
    second.exitsWith(ExitCode.REFUSED.code());
    assertThat(second.err()).contains("turn 1 (nowhere 1) ended with 2");
  }

  @Test
  void a_newer_revision_ends_the_wait_for_a_turn() {
    start("alpha 1", "1/3", REVISION_1).exitsWith(0);
    LockstepProcess third = start("gamma latest", "3/3", REVISION_1).says("waiting for turn 2");
    start("alpha 2", "1/1", REVISION_2).exitsWith(0);
    third.exitsWith(0);
    assertThat(third.err()).contains("superseded");
    assertThat(runs()).containsExactly("1 alpha 1 done", "1 alpha 2 done");
  }

  @Test
  void a_newer_generation_ends_the_wait_for_a_turn() {
    start("alpha 1", "1/3", GENERATION_X).exitsWith(0);
    LockstepProcess third = start("gamma latest", "3/3", GENERATION_X).says("waiting for turn 2");
    start("alpha 2", "1/1", GENERATION_Y).exitsWith(0);
    third.exitsWith(0);
    assertThat(third.err()).contains("superseded");
    assertThat(runs()).containsExactly("1 alpha 1 done", "1 alpha 2 done");
  }

  @Test
  void revision_6_does_nothing_after_revision_7() {
    run("migrate", "alpha latest", "--rollout", "r@7").exitsWith(0);
    String schema = database.fingerprint();

    LockstepProcess late = run("migrate", "alpha zero", "--json", "--rollout", "r@6").exitsWith(0);

    assertThat(late.err()).contains("superseded");
    assertThat(late.out()).contains("\"superseded\"");
    assertThat(database.fingerprint()).isEqualTo(schema);
    run("migrate", "alpha 1", "--rollout", "other@6").exitsWith(0);
    assertThat(database.fingerprint()).isNotEqualTo(schema);
  }

  @Test
  void the_place_can_come_from_the_environment() {
    LockstepProcess.Launch placed = launch.with("LOCKSTEP_ROLLOUT", "r@1");
    placed.with("LOCKSTEP_TURN", "1/2").run("migrate", "alpha 1").exitsWith(0);
    placed.with("LOCKSTEP_TURN", "2/2").run("migrate", "beta 1").exitsWith(0);
    assertThat(runs()).containsExactly("1 alpha 1 done", "2 beta 1 done");
  }

  @Test
  void a_blank_variable_is_an_absent_one() {
    LockstepProcess.Launch blank = launch;
    for (String name :
        List.of(
            "RELEASE",
            "REVISION",
            "GENERATION",
            "JOB",
            "CURRENT",
            "LEASE",
            "LOCK_TIMEOUT",
            "CANARIES",
            "SHARES")) {
      blank = blank.with("LOCKSTEP_" + name, name.length() % 2 == 0 ? "" : "  ");
    }
    blank
        .with("LOCKSTEP_TURN", "")
        .with("LOCKSTEP_ROLLOUT", "")
        .run("migrate", "gamma 1")
        .exitsWith(0);
    for (String id : List.of("x", "y")) {
      LockstepProcess.Launch placed = blank.with("LOCKSTEP_ROLLOUT", "r@" + id);
      String target = id.equals("x") ? "1" : "latest";
      placed.with("LOCKSTEP_TURN", "1/2").run("migrate", "alpha " + target).exitsWith(0);
      placed.with("LOCKSTEP_TURN", "2/2").run("migrate", "beta " + target).exitsWith(0);
    }
    assertThat(runs())
        .containsExactly(
            null, "1 alpha 1 done", "2 beta 1 done", "1 alpha latest done", "2 beta latest done");
  }

  @Test
  void a_blank_option_is_an_absent_one() {
    for (String revision : List.of("1", "2")) {
      String[] rollout = {"--rollout", "r@" + revision, "--release", " ", "--generation", ""};
      String[] more = {"--job", "", "--current", " "};
      String target = revision.equals("1") ? "1" : "latest";
      for (String turn : List.of("1/2", "2/2")) {
        String app = turn.startsWith("1") ? "alpha" : "beta";
        List<String> words = new ArrayList<>(List.of("migrate", app + " " + target));
        words.addAll(List.of("--turn", turn));
        words.addAll(List.of(rollout));
        words.addAll(List.of(more));
        run(words.toArray(String[]::new)).exitsWith(0);
      }
    }
    run("migrate", "gamma 1", "--rollout", "", "--revision", "", "--turn", "").exitsWith(0);
    assertThat(runs())
        .containsExactly(
            "1 alpha 1 done", "2 beta 1 done", "1 alpha latest done", "2 beta latest done", null);
  }

  @Test
  void a_rollout_without_a_name_or_an_id_is_wrong_usage() {
    assertThat(run("migrate", "alpha 1", "--rollout", "7").exitsWith(2).err())
        .contains("--rollout 7: that is not NAME@ID");
  }

  @Test
  void a_pod_that_finds_the_release_at_another_generation_ends_without_connecting() {
    LockstepProcess.Launch late =
        launch
            .with("POSTGRES_PORT", "1")
            .with("LOCKSTEP_ROLLOUT", "shop/r@6-aaa")
            .with("LOCKSTEP_CURRENT", "7-bbb");
    LockstepProcess pod = late.run("migrate", "alpha 1", "--turn", "2/2", "--json").exitsWith(0);
    assertThat(pod.err().lines())
        .singleElement()
        .asString()
        .endsWith("superseded: shop/r is at 7-bbb, this is 6-aaa; nothing to do");
    assertThat(pod.out()).contains("\"superseded\"");
  }

  @Test
  void a_pod_that_finds_the_release_at_its_own_generation_runs() {
    launch.with("LOCKSTEP_CURRENT", "x").run("migrate", "alpha 1", "--rollout", "r@x").exitsWith(0);
    assertThat(database.fingerprint()).contains("relation alpha_one ");
  }

  @Test
  void a_process_that_reaches_the_database_after_a_newer_generation_is_superseded_all_the_same() {
    String later = database.name() + "_later";
    LockstepProcess older =
        launch.with("POSTGRES_DB", later).start("migrate", "beta 1", "--rollout", "r@x");
    started.add(older);
    older.says("waiting for the database");
    run("migrate", "alpha 1", "--rollout", "r@y").exitsWith(0);
    TestDatabase.create()
        .jdbc()
        .sql("alter database " + database.name() + " rename to " + later)
        .update();
    older.exitsWith(0);
    assertThat(older.err()).contains("superseded");
  }

  private List<LockstepProcess> startAllInReverse(String[] rollout) {
    List<LockstepProcess> processes = new ArrayList<>();
    for (int turn = TARGETS.size(); turn >= 1; turn--) {
      processes.add(start(TARGETS.get(turn - 1), turn + "/" + TARGETS.size(), rollout));
    }
    Collections.reverse(processes);
    return processes;
  }

  private LockstepProcess start(String target, String turn, String[] rollout) {
    List<String> arguments = new ArrayList<>(List.of("migrate", target, "--turn", turn));
    arguments.addAll(List.of(rollout));
    LockstepProcess process = launch.start(arguments.toArray(String[]::new));
    started.add(process);
    return process;
  }

  private LockstepProcess run(String... arguments) {
    return launch.run(arguments);
  }

  private List<String> runs() {
    return database
        .jdbc()
        .sql(
            "select turn || ' ' || target || ' ' || result from lockstep.run order by started_at, id")
        .query(String.class)
        .list();
  }

  private static List<String> inOrder() {
    List<String> runs = new ArrayList<>();
    for (String target : TARGETS) {
      runs.add((runs.size() + 1) + " " + target + " done");
    }
    return runs;
  }
}
