package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What other programs rely on: exit codes, JSON, and errors of one to three lines. */
class CommandLineTest {
  private static final JsonMapper ONE_DOCUMENT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder folder;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void migrations(@TempDir Path db) {
    folder = new MigrationFolder(db).threeTables();
    launch = LockstepProcess.Launch.on(database, db);
  }

  @Test
  void hostile_targets_are_refused_in_a_few_lines() {
    List<String> targets =
        List.of(
            "",
            "main 1; drop table x",
            "main 1\u001b[2J",
            "main la\u0442est",
            "x".repeat(10_000),
            "main " + "1".repeat(10_000));
    for (String target : targets) {
      LockstepProcess process = launch.with("LC_ALL", "C.UTF-8").run("migrate", target);
      assertFewLines(process, ExitCode.USAGE);
      assertThat(process.err().length()).as("length of what is said").isLessThan(1000);
    }
    assertThat(
            ThirtySet.count(
                database.jdbc(), "select count(*) from pg_namespace where nspname = 'lockstep'"))
        .isZero();
  }

  @Test
  void wrong_usage_exits_with_2() {
    List<LockstepProcess> processes =
        List.of(
            launch.start(),
            launch.start("migrate"),
            launch.start("nonsense"),
            launch.start("migrate", "main 1", "--nonsense"),
            launch.start("migrate", "main 1", "--lease", "soon"),
            launch.start("migrate", "main 1", "--accept-unfinished", "latest"),
            launch.start("migrate", "main 4"),
            launch.start("migrate", "nowhere 1"),
            launch.start("migrate", "main 1", "--turn", "3/2", "--rollout", "r@1"),
            launch.start("migrate", "main 1", "--turn", "1/2"),
            launch.start("migrate", "main 1", "--current", "x", "--release", "r"),
            launch.start("migrate", "main 1", "--env-file", "/nowhere"),
            launch.with("POSTGRES_PORT", "port").start("list"));
    processes.forEach(process -> assertFewLines(process, ExitCode.USAGE));
  }

  @Test
  void an_argument_that_begins_with_an_at_sign_is_no_file_to_read(@TempDir Path other)
      throws IOException {
    Path secret = Files.writeString(other.resolve("secret"), "s3cret");
    for (String command : List.of("plan", "nonsense")) {
      LockstepProcess process = launch.run(command, "@" + secret);
      assertFewLines(process, ExitCode.USAGE);
      assertThat(process.err()).contains(command.equals("plan") ? "@" + secret : command);
      assertThat(process.err()).doesNotContain("s3cret");
    }
  }

  @Test
  void a_time_that_makes_no_sense_is_refused_with_its_range() {
    List<LockstepProcess> processes =
        List.of(
            launch.start("migrate", "main 1", "--lease", "1999ms"),
            launch.start("migrate", "main 1", "--lease", "61m"),
            launch.with("LOCKSTEP_LEASE", "0s").start("migrate", "main 1"),
            launch.start("migrate", "main 1", "--lock-timeout", "0s"),
            launch.start("migrate", "main 1", "--lock-timeout", "999us"),
            launch.with("LOCKSTEP_LOCK_TIMEOUT", "30d").start("migrate", "main 1", "--dry-run"),
            launch.start("migrate-tenants", "main 1", "--lock-timeout", "2h"));
    for (LockstepProcess process : processes) {
      assertFewLines(process, ExitCode.USAGE);
      assertThat(process.err()).contains("to 1h");
    }
    List<LockstepProcess> others =
        List.of(
            launch.start("migrate", "main 1", "--lock-tries", "0"),
            launch.start("migrate", "main 1", "--lock-tries", "-1"),
            launch.start("migrate", "main 1", "--lock-tries", "2147483648"),
            launch.start("migrate", "main 1", "--lock-wait", "9223372036854775807d"),
            launch.start("migrate", "main 1", "--lock-wait", "PT9223372036854775807H"),
            launch.start("list", "--connect-wait", "366d"));
    others.forEach(process -> assertFewLines(process, ExitCode.USAGE));
    launch
        .with("LOCKSTEP_LEASE", "")
        .with("LOCKSTEP_LOCK_TIMEOUT", "1ms")
        .run("migrate", "main 1", "--lock-tries", "1000", "--connect-wait", "365d")
        .exitsWith(0);
  }

  @Test
  void each_end_has_its_exit_code() {
    launch.run("migrate", "main 1").exitsWith(0);
    assertThat(launch.run("migrate", "main 1").exitsWith(0).err()).contains("nothing to do");
    folder.file("main/V0002__b.sql", "create table b (id int);\ncreate table a (id int);");
    assertFewLines(launch.run("migrate", "main 2"), ExitCode.MIGRATION_FAILED);
    assertThat(database.fingerprint()).doesNotContain("relation b ");
    folder.file("main/V0001__a.sql", "create table changed (id int);");
    assertFewLines(launch.run("migrate", "main latest"), ExitCode.REFUSED);
    assertFewLines(
        launch.with("POSTGRES_PORT", "1").run("migrate", "main 1", "--connect-wait", "500ms"),
        ExitCode.UNREACHABLE);
  }

  @Test
  void json_is_one_document_on_standard_output() {
    JsonNode plan = json(launch.run("plan", "main latest", "--json").exitsWith(0));
    assertThat(plan.at("/targets/0/steps")).hasSize(3);
    assertThat(plan.at("/targets/0/steps/0/file").asString()).endsWith("V0001__a.sql");

    JsonNode migrate = json(launch.run("migrate", "main 2", "--json").exitsWith(0));
    assertThat(migrate.at("/result").asString()).isEqualTo("done");
    assertThat(migrate.at("/steps")).hasSize(2);

    JsonNode list = json(launch.run("list", "--json").exitsWith(0));
    assertThat(list.at("/apps/0/name").asString()).isEqualTo("main");
    assertThat(list.at("/apps/0/current").asString()).isEqualTo("0002");
    assertThat(list.at("/apps/0/latest").asString()).isEqualTo("0003");
    JsonNode applied = list.at("/apps/0/migrations/0");
    assertThat(applied.propertyNames())
        .containsExactlyInAnyOrder(
            "version",
            "description",
            "state",
            "installedOn",
            "executionMillis",
            "installedBy",
            "undo");
    assertThat(applied.at("/state").asString()).isEqualTo("applied");
    assertThat(applied.at("/undo").asString()).isEqualTo("stored");
    assertThat(list.at("/apps/0/migrations/2/state").asString()).isEqualTo("pending");

    JsonNode dryRun = json(launch.run("migrate", "main zero", "--dry-run", "--json").exitsWith(0));
    assertThat(dryRun).isEqualTo(json(launch.run("plan", "main zero", "--json")));
  }

  @Test
  void json_of_an_error_is_one_document_too() {
    for (List<String> arguments :
        List.of(
            List.of("migrate", "nowhere 1", "--json"),
            List.of("plan", "main 9", "--json"),
            List.of("migrate", "--json"),
            List.of("list", "--json", "--env-file", "/nowhere"))) {
      LockstepProcess process = launch.run(arguments.toArray(String[]::new));
      assertThat(process.exitCode()).isEqualTo(2);
      JsonNode error = json(process);
      assertThat(error.at("/error/exit").asInt()).as("%s", arguments).isEqualTo(2);
      assertThat(error.at("/error/message").asString()).as("%s", arguments).isNotBlank();
    }
  }

  @Test
  void a_check_shows_the_list_and_ends_with_3_when_something_is_wrong() {
    launch.run("migrate", "main 2").exitsWith(0);
    String list = launch.run("list").exitsWith(0).out();
    LockstepProcess good = launch.run("list", "--check", "--connect-wait", "120s").exitsWith(0);
    assertThat(good.out()).isEqualTo(list);
    assertThat(good.err()).isEmpty();

    folder.file("main/V0002__b.sql", "create table b (id text);");
    LockstepProcess bad = launch.run("list", "--check").exitsWith(ExitCode.REFUSED.code());
    assertThat(bad.out()).contains("main: current 0002", "changed");
    assertThat(bad.err().lines()).hasSize(2);
    assertThat(bad.err()).contains("checking the list: main 0002 is changed");
    JsonNode error = json(launch.run("list", "--check", "--json").exitsWith(3));
    assertThat(error.at("/error/message").asString()).contains("main 0002 is changed");
    launch.run("list").exitsWith(0);
  }

  @Test
  void verify_says_in_one_line_that_all_is_well_or_ends_with_3_object_by_object() {
    launch.run("migrate", "main 2").exitsWith(0);
    LockstepProcess good = launch.run("verify", "main 2", "--connect-wait", "120s").exitsWith(0);
    assertThat(good.out().lines()).singleElement().asString().startsWith("as recorded by run 1 at");
    assertThat(good.err()).isEmpty();
    JsonNode report = json(launch.run("verify", "--json").exitsWith(0));
    assertThat(report.propertyNames())
        .containsExactlyInAnyOrder(
            "result", "recordedByRun", "recordedAt", "findings", "drift", "notes");
    assertThat(report.at("/result").asString()).isEqualTo("as recorded");
    assertThat(report.at("/recordedByRun").asLong()).isEqualTo(1);

    database.jdbc().sql("create index by_id on a (id)").update();
    database.jdbc().sql("alter table b alter id type bigint").update();
    LockstepProcess bad = launch.run("verify", "main latest").exitsWith(ExitCode.REFUSED.code());
    assertThat(bad.out().lines())
        .containsExactly(
            "! target \"main latest\" is not reached: main is at 0002, 1 step(s) away",
            "~ column b.id: integer → bigint",
            "+ index by_id");
    assertThat(bad.err().lines()).hasSize(2);
    assertThat(bad.err())
        .contains("verifying the database: 1 finding, 2 differences from what was recorded by run");
    LockstepProcess asJson = launch.run("verify", "--json").exitsWith(ExitCode.REFUSED.code());
    assertThat(json(asJson).at("/result").asString()).isEqualTo("differs");
    assertThat(json(asJson).at("/drift/0").asString()).startsWith("~ column b.id");
    assertFewLines(launch.run("verify", "main 9"), ExitCode.USAGE);
    assertFewLines(launch.run("verify", "main"), ExitCode.USAGE);
  }

  @Test
  void wrong_usage_is_lines_of_json_too_where_the_log_is() {
    LockstepProcess process =
        launch.with("LOCKSTEP_LOG_FORMAT", "json").run("list", "--nope").exitsWith(2);
    assertThat(process.err().lines().map(line -> ONE_DOCUMENT.readTree(line)))
        .extracting(line -> line.path("formattedMessage").asString())
        .containsExactly("Unknown option: '--nope'", "See: ./lockstep help list");
  }

  @Test
  void a_plan_and_a_dry_run_leave_nothing_in_an_empty_database() {
    String plan = launch.run("plan", "main latest").exitsWith(0).out();
    String dryRun = launch.run("migrate", "main latest", "--dry-run").exitsWith(0).out();
    launch.run("list").exitsWith(0);

    assertThat(plan).contains("V0001__a.sql", "V0003__c.sql").isEqualTo(dryRun);
    assertThat(
            ThirtySet.count(
                database.jdbc(),
                "select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace where nspname not like 'pg\\_%' and nspname <> 'information_schema'"))
        .isZero();
    assertThat(
            ThirtySet.count(
                database.jdbc(), "select count(*) from pg_namespace where nspname = 'lockstep'"))
        .isZero();
  }

  @Test
  void a_process_that_runs_out_of_memory_ends_all_the_same() {
    folder.file("main/V0004__big.sql", "-- " + "x".repeat(40_000_000));
    LockstepProcess process = launch.jvm("-Xmx48m").run("migrate", "main latest");
    assertThat(process.exitCode()).isEqualTo(ExitCode.ERROR.code());
  }

  private static void assertFewLines(LockstepProcess process, ExitCode exit) {
    process.exitsWith(exit.code());
    List<String> errors =
        process
            .err()
            .lines()
            .filter(line -> !line.contains(" INFO ") && !line.contains(" WARN "))
            .toList();
    assertThat(errors).as("lines on standard error").hasSizeBetween(1, 3);
    assertThat(process.err()).doesNotContain("\tat ", "Exception");
    assertThat(process.out()).isEmpty();
  }

  private static JsonNode json(LockstepProcess process) {
    return ONE_DOCUMENT.readTree(process.out());
  }
}
