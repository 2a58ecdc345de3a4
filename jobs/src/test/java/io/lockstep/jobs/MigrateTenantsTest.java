package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many databases by the command line, as a Job's pods do it. */
class MigrateTenantsTest {
  private final TestDatabase own = TestDatabase.create();
  private final TestDatabase a = TestDatabase.create();
  private final TestDatabase b = TestDatabase.create();
  @TempDir private Path secrets;
  private Path list;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void twoTenants(@TempDir Path db) throws IOException {
    new MigrationFolder(db).threeTables();
    launch = LockstepProcess.Launch.on(own, db);
    Path password = Files.writeString(secrets.resolve("b"), "of-b");
    list =
        tenants(
            """
            [{"name": "a", "database": "%s", "password": "of-a"},
             {"name": "b", "database": "%s", "passwordFile": "%s"}]
            """
                .formatted(a.name(), b.name(), password));
  }

  @Test
  void each_tenant_has_a_line_in_the_log_and_a_part_of_the_document() {
    LockstepProcess done =
        launch.run("migrate-tenants", "main 2", "--tenants", list.toString(), "--json");
    assertThat(done.exitsWith(0).err())
        .containsPattern("tenant a: done, [0-9]+ ms, main from zero to 0002")
        .containsPattern("tenant b: done, [0-9]+ ms, main from zero to 0002")
        .contains("2 tenants: 2 done")
        .doesNotContain("of-a", "of-b");
    assertThat(done.out()).contains("\"tenant\" : \"b\"", "\"to\" : \"0002\"");
  }

  @Test
  void a_line_of_a_tenant_s_run_names_it_for_people_and_for_programs() {
    String[] words = {"migrate-tenants", "main 1", "--tenants", list.toString(), "--parallel", "2"};
    assertThat(launch.run(words).exitsWith(0).err())
        .containsPattern("INFO  tenant a: lock obtained")
        .containsPattern("INFO  tenant b: step 1 of 1: done in ");
    assertThat(launch.with("LOCKSTEP_LOG_FORMAT", "json").run(words).exitsWith(0).err())
        .contains("\"mdc\": {\"tenant\":\"b\"}")
        .containsPattern(
            "\"formattedMessage\":\"tenant b: nothing to do, [0-9]+ ms, main at 0001\"");
    words[words.length - 1] = "0";
    assertThat(launch.run(words).exitsWith(ExitCode.USAGE.code()).err())
        .contains("--parallel 0: give 1 or more");
  }

  @Test
  void a_contract_step_that_waits_names_the_command_of_tenants(@TempDir Path db) {
    MigrationFolder files = new MigrationFolder(db).threeTables();
    LockstepProcess.Launch tenants =
        LockstepProcess.Launch.on(own, db).with("LOCKSTEP_TENANTS", list.toString());
    tenants.run("migrate-tenants", "main latest").exitsWith(0);
    files
        .file("main/V0004__c.sql", "-- lockstep: contract\ndrop table c;\n")
        .file("main/U0004__c.sql", "create table c (id int);\n");
    assertThat(tenants.run("migrate-tenants", "main latest").exitsWith(0).err())
        .contains("migrate-tenants --contract \"main latest\"")
        .doesNotContain(" migrate --contract");
    tenants.run("migrate-tenants", "--contract", "main latest").exitsWith(0);
    assertThat(tenants.run("migrate-tenants", "main 2").exitsWith(0).err())
        .contains("migrate-tenants --contract \"main 2\"")
        .doesNotContain(" migrate --contract");
  }

  @Test
  void a_failing_tenant_decides_the_exit_code_and_the_others_are_done() {
    a.jdbc().sql("create type b as enum ()").update();
    LockstepProcess failed =
        launch.with("LOCKSTEP_TENANTS", list.toString()).run("migrate-tenants", "main 2");
    assertThat(failed.exitsWith(ExitCode.MIGRATION_FAILED.code()).err())
        .containsPattern("tenant a: failed \\(exit 4\\), [0-9]+ ms, main from zero to 0002: ")
        .contains("ERROR tenant a: The step was rolled back, earlier ones are kept.")
        .containsPattern("tenant b: done")
        .contains("migrating tenants: 1 of 2 did not get there: a (exit 4)")
        .doesNotContain("\tat ");
  }

  @Test
  void the_pods_of_two_indexed_jobs_take_a_tenant_each_and_the_canarys_goes_first() {
    LockstepProcess.Launch pod =
        launch
            .with("LOCKSTEP_TENANTS", list.toString())
            .with("LOCKSTEP_CANARIES", "b")
            .with("LOCKSTEP_ROLLOUT", "shop/r@1-ab")
            .with("LOCKSTEP_TURN", "1/1")
            .with("JOB_COMPLETION_INDEX", "0");
    String[] rest = {"migrate-tenants", "main latest", "--wave", "rest"};
    try (LockstepProcess waiting = pod.with("LOCKSTEP_JOB", "uid-2").start(rest)) {
      waiting.says("waiting for the canaries to succeed: b");
      pod.with("LOCKSTEP_JOB", "uid-1")
          .run("migrate-tenants", "main latest", "--wave", "canary")
          .exitsWith(0);
      assertThat(waiting.exitsWith(0).err())
          .contains("tenant a: done")
          .contains("1 tenant: 1 done");
    }
    assertThat(a.fingerprint()).isEqualTo(b.fingerprint());
  }

  @Test
  void the_rest_exits_with_7_after_a_canary_that_failed() {
    b.jdbc().sql("create type b as enum ()").update();
    LockstepProcess.Launch pod =
        launch.with("LOCKSTEP_TENANTS", list.toString()).with("LOCKSTEP_CANARIES", "b");
    String[] place = {"--rollout", "r@a"};
    try (LockstepProcess waiting = pod.start(wave("rest", place))) {
      waiting.says("waiting for the canaries to succeed: b");
      pod.run(wave("canary", place)).exitsWith(ExitCode.MIGRATION_FAILED.code());
      assertThat(waiting.exitsWith(ExitCode.CANARY_FAILED.code()).err())
          .contains("the canary b ended with 4");
    }
  }

  @Test
  void a_query_on_the_configured_database_lists_them() {
    own.jdbc()
        .sql("create table tenant as select 'a' as name, '" + a.name() + "' as database")
        .update();
    LockstepProcess done =
        launch.run(
            "migrate-tenants",
            "main latest",
            "--tenants-query",
            "select * from public.tenant",
            "--shares=1",
            "--index=0");
    assertThat(done.exitsWith(0).err()).contains("tenant a: done");
  }

  @Test
  void schemas_that_match_a_pattern_are_the_tenants() {
    own.jdbc().sql("create schema tenant_a").update();
    own.jdbc().sql("create schema tenant_b").update();
    String[] migrate = {"migrate-tenants", "main 2", "--tenant-schemas", "tenant\\_%"};
    assertThat(launch.run(migrate).exitsWith(0).err())
        .containsPattern("tenant tenant_a: done, [0-9]+ ms, main from zero to 0002")
        .contains("2 tenants: 2 done");
    LockstepProcess.Launch configured = launch.with("LOCKSTEP_TENANT_SCHEMAS", "tenant\\_%");
    assertThat(configured.run("migrate-tenants", "main latest").exitsWith(0).err())
        .containsPattern("tenant tenant_b: done, [0-9]+ ms, main from 0002 to 0003");
    own.jdbc().sql("drop table tenant_b.c").update();
    assertThat(configured.run("verify-tenants").exitsWith(ExitCode.REFUSED.code()).out())
        .containsPattern("tenant tenant_a: as recorded .*\\R(.*\\R)*tenant tenant_b: differs: .*");
    configured
        .with("LOCKSTEP_TENANTS", list.toString())
        .run("migrate-tenants", "main 1")
        .exitsWith(ExitCode.USAGE.code());
  }

  @Test
  void a_new_tenants_schema_is_created_on_request() throws IOException {
    Path schemas =
        Files.writeString(
            secrets.resolve("schemas.json"), "[{\"name\": \"acme\", \"schema\": \"tenant_acme\"}]");
    String[] migrate = {"migrate-tenants", "main 1", "--tenants", schemas.toString()};
    assertThat(launch.run(migrate).exitsWith(ExitCode.REFUSED.code()).err())
        .contains("the schema \"tenant_acme\"", "--create-schema");
    assertThat(
            launch
                .run("migrate-tenants", "main 1", "--tenants=" + schemas, "--create-schema")
                .exitsWith(0)
                .err())
        .containsPattern("tenant acme: done, [0-9]+ ms, main from zero to 0001");
  }

  @Test
  void a_pattern_that_finds_no_schema_is_no_failure_and_is_said() {
    assertThat(
            launch
                .run("migrate-tenants", "main 1", "--tenant-schemas", "nobody%")
                .exitsWith(0)
                .err())
        .contains("WARN  there are no tenants", "0 tenants: none begun");
  }

  @Test
  void a_query_s_row_does_not_send_the_configured_password_to_a_server_of_its_own()
      throws IOException {
    try (ServerSocket evil = new ServerSocket(0)) {
      evil.setSoTimeout(1);
      own.jdbc()
          .sql("create table tenant (name text, host text, port int, database text)")
          .update();
      own.jdbc()
          .sql("insert into tenant values ('a', null, null, ?), ('b', '127.0.0.1', ?, 'x')")
          .params(a.name(), evil.getLocalPort())
          .update();
      LockstepProcess refused =
          launch.run(
              "migrate-tenants",
              "main latest",
              "--tenants-query",
              "select * from public.tenant order by name");
      assertThat(refused.exitsWith(ExitCode.REFUSED.code()).err())
          .contains("row of tenant \"b\"", "the row's own user and password_file")
          .doesNotContain("\tat ");
      assertThatThrownBy(evil::accept).isInstanceOf(SocketTimeoutException.class);
      assertThat(a.fingerprint()).as("nothing was begun").isEqualTo(b.fingerprint());
    }
  }

  @Test
  void a_file_that_is_no_list_of_tenants_is_refused_without_its_content() throws IOException {
    for (String text :
        new String[] {
          "{\"hidden\": 1}", "[{\"name\": \"a\", \"port\": \"hidden\"}]", "hidden", "[{}]", "[null]"
        }) {
      LockstepProcess refused =
          launch.run("migrate-tenants", "main 1", "--tenants", tenants(text).toString());
      assertThat(refused.exitsWith(ExitCode.USAGE.code()).err())
          .contains("the tenants in ")
          .doesNotContain("hidden", "\tat ");
    }
    assertThat(
            launch
                .run("migrate-tenants", "main 1", "--tenants", tenants("[{\"nam\": 1}]").toString())
                .exitsWith(ExitCode.USAGE.code())
                .err())
        .contains("a tenant has no property nam, at line 1");
    launch.run("migrate-tenants", "main 1").exitsWith(ExitCode.USAGE.code());
    launch
        .run("migrate-tenants", "main 1", "--tenants", list.toString(), "--shares", "2")
        .exitsWith(ExitCode.USAGE.code());
  }

  private static String[] wave(String wave, String... place) {
    List<String> arguments =
        new ArrayList<>(List.of("migrate-tenants", "main latest", "--wave", wave));
    arguments.addAll(List.of(place));
    return arguments.toArray(String[]::new);
  }

  private Path tenants(String text) throws IOException {
    return Files.writeString(secrets.resolve("tenants.json"), text);
  }
}
