package io.lockstep.importing;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flyway's folders whose scripts have BEGIN and COMMIT go on with Flyway's own history. */
class FlywayOwnTransactionTest {
  private static final String HISTORY = "history=flyway_schema_history\n";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path folder;
  private Importing files;

  @BeforeEach
  void folderOfFlyways() {
    files =
        new Importing("flyway", folder)
            .file("V1__a.sql", "create table a (id int);\ninsert into a values (1);\ncommit ;\n")
            .file("V2__b.sql", "BEGIN;\ncreate table b (id int);\nCOMMIT; -- done\n")
            .file("V3__c.sql", "create table c (x text default 'commit;');\n")
            .file("R__v.sql", "begin;\ncreate or replace view v as select * from a;\ncommit;\n");
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(database.url(), "postgres", "postgres")
        .locations("filesystem:" + files.source())
        .load();
  }

  private void importWithFlywaysHistory() {
    files.run();
    new MigrationFolder(files.db())
        .file("shop/lockstep.properties", HISTORY + files.written().get("lockstep.properties"));
  }

  private RunReport migrate() {
    return database.lockstep(files.db()).migrate(targets("shop latest"));
  }

  @Test
  void a_database_that_flyway_has_migrated_has_nothing_to_do_and_goes_on() {
    flyway().migrate();
    importWithFlywaysHistory();
    assertThat(files.written())
        .containsEntry(
            "V1__a.sql", "create table a (id int);\ninsert into a values (1);\ncommit ;\n");
    assertThat(migrate().steps()).isEmpty();
    assertThat(database.lockstep(files.db()).verify(List.of("shop latest")).problem()).isEmpty();
    new MigrationFolder(files.db()).file("shop/V4__d.sql", "create table d ();");
    files.file("V4__d.sql", "create table d ();");
    assertThat(migrate().steps()).hasSize(1);
    assertThat(database.lockstep(files.db()).verify(List.of("shop latest")).problem()).isEmpty();
    flyway().validate();
  }

  @Test
  void a_database_that_lockstep_has_migrated_is_valid_for_flyway() {
    importWithFlywaysHistory();
    assertThat(migrate().steps()).hasSize(4);
    assertThat(database.jdbc().sql("select id from v").query(Integer.class).single()).isEqualTo(1);
    flyway().validate();
    assertThat(flyway().migrate().migrationsExecuted).isZero();
    assertThat(migrate().steps()).isEmpty();
  }

  @Test
  void a_script_that_fails_leaves_nothing_also_above_its_own_commit() {
    files.file("V4__d.sql", "begin;\ncreate table d ();\ncommit;\nbegin;\nselect 1/0;\ncommit;\n");
    importWithFlywaysHistory();
    assertThat(problem(ExitCode.MIGRATION_FAILED, this::migrate).text())
        .contains("V4__d.sql", "line 5");
    assertThat(database.fingerprint()).contains("relation c ").doesNotContain("relation d ");
  }

  @Test
  void a_file_that_is_edited_later_has_changed_all_the_same() {
    flyway().migrate();
    importWithFlywaysHistory();
    new MigrationFolder(files.db()).file("shop/V2__b.sql", "create table b (id int);\n");
    assertThat(problem(ExitCode.REFUSED, this::migrate).text())
        .contains("V2__b.sql has changed since it was applied");
  }

  @Test
  void a_commit_without_which_the_script_would_do_something_else_is_left_to_do_and_refused() {
    files.file("V4__d.sql", "alter type t add value 'x';\ncommit;\ninsert into e values ('x');\n");
    assertThat(files.notes())
        .contains(
            "!  V4__d.sql: line 2 says COMMIT, but a step is a transaction already and must commit whole: take it out, as ./lockstep import does where it can; where something must be committed before the rest, make two files, or say \"-- lockstep: no-transaction\" on top. Change "
                + files.db().resolve("shop/V4__d.sql")
                + ".");
    assertThat(files.written())
        .containsEntry("lockstep.properties", "own-transactions=passed-over\n");
    assertThat(problem(ExitCode.REFUSED, this::migrate).text())
        .contains("V4__d.sql line 2 says COMMIT", "without it the script would do something else");
  }
}
