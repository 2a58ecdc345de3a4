package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people, CI systems and programs see of a rehearsal. */
class RehearseTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private MigrationFolder folder;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void migrations() {
    folder = new MigrationFolder(db).threeTables();
    launch = LockstepProcess.Launch.on(database, db).with("LOCKSTEP_DB", ".");
  }

  private void faults() {
    folder
        .file("main/U0001__a.sql", "\ndrop table \"50% <a>\";\n")
        .file("main/V0002__b.sql", "create table b (id int);\nalter table a add column n int;\n")
        .file("main/U0002__b.sql", "drop table b;\n")
        .file("main/V0004__d.sql", "select d;\n")
        .file("main/V0005__e.sql", "select 1;\n");
  }

  @Test
  void a_good_set_exits_with_0_and_leaves_nothing() {
    assertThat(launch.run("rehearse", "--server").exitsWith(0).out())
        .isEqualTo(
            """
            ok main V0001__a.sql
            ok main V0002__b.sql
            ok main V0003__c.sql
            rehearsed 3 scripts on %s from zero: no faults, no lints
            """
                .formatted(database.settings()));
    assertThat(left()).isEmpty();
  }

  @Test
  void faults_exit_with_3_and_are_told_to_people_and_to_github() {
    faults();
    LockstepProcess process =
        launch
            .with("LC_ALL", "C.UTF-8")
            .run("rehearse", "--server", "--github")
            .exitsWith(ExitCode.REFUSED.code());
    assertThat(process.out())
        .isEqualTo(
            """
            !  main V0001__a.sql: undo fails: ./main/U0001__a.sql line 2 (drop table "50% <a>"): ERROR: table "50% <a>" does not exist (SQLSTATE 42P01)
               Fix the undo script; a rollback would stop here.
            *  main V0002__b.sql: takes an ACCESS EXCLUSIVE lock on a
               Readers wait until the step commits: let nothing slow be in the same step.
            !  main V0002__b.sql: undo is not the inverse: after it the schema is not as before
                 + column a.n
               Fix ./main/U0002__b.sql: what is left over (+) it must take away, what is missing (-) bring back.
            ok main V0003__c.sql
            !  main V0004__d.sql: fails line 1 (select d): ERROR: column "d" does not exist (SQLSTATE 42703)
               Fix the script; what stands on it could not be rehearsed.
            !  main V0005__e.sql: not rehearsed: V0004__d.sql comes before it and fails
               Fix that first.
            rehearsed 5 scripts on SERVER from zero: 3 faults, 1 lint
            ::error file=main/U0001__a.sql,line=2,title=undo fails::main V0001__a.sql: undo fails: ./main/U0001__a.sql line 2 (drop table "50%25 <a>"): ERROR: table "50%25 <a>" does not exist (SQLSTATE 42P01)%0AFix the undo script; a rollback would stop here.
            ::warning file=main/V0002__b.sql,title=access exclusive lock::main V0002__b.sql: takes an ACCESS EXCLUSIVE lock on a%0AReaders wait until the step commits: let nothing slow be in the same step.
            ::error file=main/U0002__b.sql,title=undo is not the inverse::main V0002__b.sql: undo is not the inverse: after it the schema is not as before%0A+ column a.n%0AFix ./main/U0002__b.sql: what is left over (+) it must take away, what is missing (-) bring back.
            ::error file=main/V0004__d.sql,line=1,title=apply fails::main V0004__d.sql: fails line 1 (select d): ERROR: column "d" does not exist (SQLSTATE 42703)%0AFix the script; what stands on it could not be rehearsed.
            """
                .replace("SERVER", database.settings().toString()));
    assertThat(process.err()).contains("3 faults, 1 lint").doesNotContain("\tat ", "step 1 of 1");
    assertThat(left()).isEmpty();
  }

  @Test
  void what_is_said_of_many_scripts_is_said_once_and_json_says_all() {
    folder.file("main/V0001__a.sql", "select a;\n");
    for (int n = 4; n <= 9; n++) {
      folder.file("main/V000%d__x.sql".formatted(n), "select 1;\n");
    }
    LockstepProcess process = launch.run("rehearse", "--server").exitsWith(3);
    assertThat(process.out())
        .contains(
            """
            !  main V0002__b.sql, main V0003__c.sql, main V0004__x.sql and 5 more: not rehearsed: V0001__a.sql comes before it and fails
               Fix that first.
            rehearsed 9 scripts\
            """);
    JsonNode report =
        JsonMapper.shared().readTree(launch.run("rehearse", "--server", "--json").out());
    assertThat(report.at("/scripts/8/findings/0/what").asString()).startsWith("not rehearsed");
  }

  @Test
  void advice_that_was_given_is_not_given_again() {
    folder
        .file("main/U0001__a.sql", "select 1;\n")
        .file("main/U0002__b.sql", "select 1;\n")
        .file("main/V0003__c.sql", "alter table a add x int;\nalter table b add x int;\n")
        .file("main/U0003__c.sql", "alter table a drop x;\nalter table b drop x;\n")
        .file("main/V0004__d.sql", "alter table a add y int;\n")
        .file("main/U0004__d.sql", "alter table a drop y;\n");
    assertThat(launch.run("rehearse", "--server", "--from", "0000").exitsWith(2).err())
        .contains("--from \"0000\"");
    assertThat(launch.run("rehearse", "--server").exitsWith(3).out())
        .contains(
            """
                 + table a
               Fix ./main/U0001__a.sql: what is left over (+) it must take away, what is missing (-) bring back.
            """,
            """
                 + table b
               Fix ./main/U0002__b.sql.
            *  main V0003__c.sql: takes an ACCESS EXCLUSIVE lock on a, b
               Readers wait until the step commits: let nothing slow be in the same step.
            *  main V0004__d.sql: takes an ACCESS EXCLUSIVE lock on a
            rehearsed 4 scripts\
            """);
  }

  @Test
  void junit_has_a_test_case_for_each_script(@TempDir Path folder) throws Exception {
    faults();
    Path file = folder.resolve("rehearsal.xml");
    launch
        .run("rehearse", "--server", "--junit", file.toString())
        .exitsWith(ExitCode.REFUSED.code());
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    assertThat(List.of("tests", "failures", "errors", "skipped"))
        .extracting(suite::getAttribute)
        .containsExactly("5", "3", "0", "1");
    assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(5);
    Element second = (Element) suite.getElementsByTagName("testcase").item(1);
    assertThat(second.getAttribute("name")).isEqualTo("V0002__b.sql");
    assertThat(second.getElementsByTagName("failure").item(0).getTextContent())
        .contains("+ column a.n");
    assertThat(second.getElementsByTagName("system-out").item(0).getTextContent())
        .contains("ACCESS EXCLUSIVE");
    assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
        .contains("\"50% <a>\"");
  }

  @Test
  void an_accepted_fault_exits_with_0_and_is_told_to_all(@TempDir Path reports) throws Exception {
    folder
        .file("main/U0002__b.sql", "select 1;\n")
        .file(
            "main/lockstep.properties", "accept.undo-is-not-the-inverse.2=b is never given back\n");
    Path file = reports.resolve("rehearsal.xml");
    assertThat(
            launch
                .run("rehearse", "--server", "--strict", "--github", "--junit", file.toString())
                .exitsWith(0)
                .out())
        .isEqualTo(
            """
            ok main V0001__a.sql
            *  main V0002__b.sql: undo is not the inverse: after it the schema is not as before
                 + column b.id
                 + table b
               Accepted: b is never given back
            ok main V0003__c.sql
            rehearsed 3 scripts on SERVER from zero: no faults, no lints, 1 accepted
            ::notice file=main/U0002__b.sql,title=undo is not the inverse::main V0002__b.sql: undo is not the inverse: after it the schema is not as before%0A+ column b.id%0A+ table b%0AAccepted: b is never given back
            """
                .replace("SERVER", database.settings().toString()));
    assertThat(Files.readString(file))
        .contains("failures=\"0\"", "Accepted: b is never given back");
    JsonNode finding =
        JsonMapper.shared()
            .readTree(launch.run("rehearse", "--server", "--json").exitsWith(0).out())
            .at("/scripts/1/findings/0");
    assertThat(finding.get("accepted").asString()).isEqualTo("b is never given back");
  }

  @Test
  void lints_exit_with_3_only_where_that_is_asked_for_and_json_says_all() {
    folder.file("main/V0003__c.sql", "create table c (id int);\ncreate index a_idx on a (id);\n");
    folder.file("main/U0003__c.sql", "drop table c;\ndrop index a_idx;\n");
    JsonNode finding =
        JsonMapper.shared()
            .readTree(launch.run("rehearse", "--server", "--json").exitsWith(0).out())
            .at("/scripts/2/findings/0");
    assertThat(finding.get("kind").asString()).isEqualTo("index without concurrently");
    assertThat(finding.get("lint").asBoolean()).isTrue();
    launch.run("rehearse", "--server", "--strict").exitsWith(ExitCode.REFUSED.code());
    launch.run("rehearse", "--server", "--json", "--github").exitsWith(ExitCode.USAGE.code());
  }

  @Test
  void rehearse_without_an_embedded_postgresql_says_what_to_do() {
    LockstepProcess process = launch.run("rehearse").exitsWith(ExitCode.USAGE.code());
    assertThat(process.err()).contains("--server").doesNotContain("\tat ");
  }

  @Test
  void sigterm_ends_it_with_nothing_left_behind() {
    folder.file("main/V0002__b.sql", "create table b (id int);\nselect pg_sleep(2);\n");
    try (LockstepProcess process = launch.start("rehearse", "--server")) {
      Patience.await().until(this::sleepsInScratch);
      process.terminate();
      process.exitsWith(ExitCode.TERMINATED.code());
      assertThat(process.err()).contains("asked to end (SIGTERM)").doesNotContain("\tat ");
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void like_current_needs_a_pg_dump_that_knows_the_server() throws IOException {
    Path old = db.resolve("pg_dump");
    Files.writeString(old, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
    LockstepProcess.Launch elsewhere = launch.with("PATH", db + ":/bin:/usr/bin");
    assertThat(
            elsewhere
                .run("rehearse", "--server", "--like-current")
                .exitsWith(ExitCode.REFUSED.code())
                .err())
        .contains("pg_dump (PostgreSQL) 9.6.24 is too old for the server")
        .doesNotContain("\tat ");
    LockstepProcess none =
        launch
            .with("PATH", db.resolve("main").toString())
            .run("rehearse", "--server", "--like-current")
            .exitsWith(ExitCode.REFUSED.code());
    assertThat(none.err()).contains("it needs PostgreSQL's program pg_dump");
    assertThat(left()).isEmpty();
  }

  private boolean sleepsInScratch() {
    return database
        .jdbc()
        .sql(
            """
            select exists (select from pg_stat_activity
                            where datname like 'lockstep\\_rehearsal\\_%' and state = 'active'
                              and query ~ '^select pg_sleep')
            """)
        .query(Boolean.class)
        .single();
  }

  /** The scratch databases that are there. */
  private List<String> left() {
    return database
        .jdbc()
        .sql("select datname from pg_database where datname like 'lockstep\\_rehearsal\\_%'")
        .query(String.class)
        .list();
  }
}
