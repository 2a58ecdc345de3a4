package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Asking;
import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.PlanOptions;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 2, 4 and 7, and what may be in a file. */
class StepTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private RunReport migrate(String... targets) {
    return database.lockstep(folder).migrate(targets(targets));
  }

  private List<String> states() {
    return database.lockstep(folder).list().apps().get(0).migrations().stream()
        .map(migration -> migration.state().toString())
        .toList();
  }

  private int count(String sql) {
    return database.jdbc().sql("select count(*) from " + sql).query(Integer.class).single();
  }

  @Test
  void a_step_that_fails_leaves_nothing_and_the_ones_before_it_stay() {
    files().threeTables().file("main/V0002__b.sql", "create table b (id int);\n\nselect 1/0;\n");
    String text = problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest")).text();
    assertThat(text).contains("V0002__b.sql line 3", "division by zero", "rolled back");
    assertThat(states()).containsExactly("applied", "pending", "pending");
    assertThat(database.fingerprint()).contains("relation a").doesNotContain("relation b");
    assertThat(count("lockstep.applied")).isEqualTo(1);
    assertThat(count("lockstep.run where result = 'failed' and exit_code = 4 and step = 2"))
        .isEqualTo(1);
  }

  @Test
  void a_failure_in_copys_data_names_the_line_of_the_data() {
    files()
        .file(
            "main/V1__b.sql",
            """
            create table b (id int, t text);
            copy b from stdin; copy b (t, id) from stdin csv;
            1\ta
            \\.
            a,1
            "b
            c",2
            d,x
            \\.
            """);
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest")).text())
        .contains("V1__b.sql line 8 (copy b (t, id) from stdin csv)");
  }

  @Test
  void a_step_that_fails_at_its_commit_leaves_nothing_either() {
    files()
        .threeTables()
        .file(
            "main/V0002__b.sql",
            """
            create table b (id int primary key, parent int references b deferrable initially deferred);
            insert into b values (1, 2);
            """);
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest"));
    assertThat(states()).containsExactly("applied", "pending", "pending");
    assertThat(database.fingerprint()).doesNotContain("relation b");
    assertThat(count("lockstep.applied")).isEqualTo(1);
  }

  @Test
  void an_undo_that_fails_leaves_its_migration_applied() {
    files().threeTables().file("main/U0002__b.sql", "drop table b;\nselect 1/0;\n");
    migrate("main latest");
    String text = problem(ExitCode.MIGRATION_FAILED, () -> migrate("main zero")).text();
    assertThat(text).contains("U0002__b.sql", "line 2", "division by zero");
    assertThat(states()).containsExactly("applied", "applied", "undone");
    assertThat(database.fingerprint()).contains("relation b");
    assertThat(count("lockstep.applied")).isEqualTo(2);
  }

  @Test
  void a_broken_stored_undo_is_healed_by_a_mended_file() {
    an_undo_that_fails_leaves_its_migration_applied();
    files().file("main/U0002__b.sql", "drop table b;\n");
    assertThat(database.lockstep(folder).plan(List.of("main 1"), PlanOptions.STRICT).get(0).notes())
        .singleElement()
        .asString()
        .contains("differs from", "U0002__b.sql", "--undo-from-file");
    database.lockstep(folder).migrate(with(Asking.undoFromFile("2"), "main 1"));
    assertThat(states()).containsExactly("applied", "undone", "undone");
  }

  @Test
  void an_image_that_never_heard_of_a_migration_takes_it_back() {
    files().threeTables();
    migrate("main latest");
    files().without("main/V0003__c.sql").without("main/U0003__c.sql");
    assertThat(states()).containsExactly("applied", "applied", "unknown");
    migrate("main latest");
    assertThat(database.fingerprint()).contains("relation b").doesNotContain("relation c");
    assertThat(states()).containsExactly("applied", "applied", "undone");
  }

  @Test
  void every_command_can_be_run_again() {
    files().threeTables();
    assertThat(migrate("main latest").result()).hasToString("done");
    assertThat(migrate("main latest").result()).hasToString("nothing to do");
    String before = database.fingerprint();
    migrate("main zero");
    assertThat(migrate("main zero").result()).hasToString("nothing to do");
    migrate("main latest");
    assertThat(database.fingerprint()).isEqualTo(before);
  }

  @Test
  void a_migration_can_not_take_lockstep_away() {
    files().threeTables().file("main/V0002__b.sql", "drop schema lockstep cascade;");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest"));
    assertThat(states()).containsExactly("applied", "pending", "pending");
    files().file("main/V0002__b.sql", "create table b (id int);");
    migrate("main latest");
    assertThat(states()).containsOnly("applied");
  }

  @Test
  void files_may_hold_all_that_postgresql_knows() {
    StringBuilder big = new StringBuilder("insert into t values ('");
    big.append("x".repeat(5_000_000)).append("');\n");
    files()
        .file("main/V1__empty.sql", "")
        .file("main/U1__empty.sql", "")
        .file(
            "main/V2__t.sql",
            "\uFEFFcreate table t (v text);\r\ninsert into t values ('${not_replaced}');\r\n")
        .file("main/U2__t.sql", "drop table t;")
        .file(
            "main/V3__f.sql",
            "create function f() returns text language plpgsql as $a$\nbegin\n  return $$;commit;$$;\nend;\n$a$;")
        .file("main/U3__f.sql", "drop function f();")
        .file(
            "main/V4__copy.sql",
            "copy t from stdin;\nein ä\n\\N\n\\.\nupdate t set v = 'null' where v is null;\n")
        .file("main/U4__copy.sql", "truncate t;\ncopy t (v) from stdin;\n${not_replaced}\n\\.\n")
        .file("main/V5__big.sql", big.toString())
        .file("main/U5__big.sql", "delete from t where length(v) > 1000;");
    migrate("main latest");
    assertThat(
            database
                .jdbc()
                .sql("select v from t where length(v) < 1000 order by v")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder("${not_replaced}", "ein ä", "null");
    assertThat(database.jdbc().sql("select f()").query(String.class).single())
        .isEqualTo(";commit;");
    migrate("main 3");
    assertThat(database.jdbc().sql("select v from t").query(String.class).list())
        .containsExactly("${not_replaced}");
    migrate("main zero");
    assertThat(database.fingerprint()).isEmpty();
  }

  @Test
  void a_schema_with_a_strange_name_is_used_and_made() {
    TestDatabase strange = TestDatabase.create("we\"ird Schema");
    files().threeTables();
    strange.lockstep(folder).migrate(targets("main latest"));
    strange.lockstep(folder).migrate(targets("main 1", "main 2"));
    assertThat(strange.lockstep(folder).list().apps().get(0).current()).isEqualTo("0002");
    assertThat(strange.fingerprint())
        .contains("relation a", "relation b")
        .doesNotContain("relation c");
  }
}
