package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule 8 for a project that has all of what Flyway's free edition runs: each test does the same to
 * one database with stock Flyway, and to another with Lockstep.
 */
class StockFlywayProjectTest {
  private static final List<String> CALLBACKS =
      List.of(
          "beforeValidate",
          "afterValidate",
          "createSchema",
          "beforeCreateSchema",
          "beforeMigrate",
          "beforeMigrate__b",
          "beforeMigrate__a_c",
          "beforeEachMigrate",
          "beforeEachMigrate__second",
          "afterEachMigrate",
          "afterVersioned",
          "beforeRepeatables",
          "afterMigrateApplied",
          "afterMigrate__z",
          "afterMigrate",
          "afterMigrateOperationFinish",
          "afterMigrateError");

  @TempDir Path folder;

  private final TestDatabase withFlyway = TestDatabase.create();
  private final TestDatabase withLockstep = TestDatabase.create();

  /** Add here what is new of Flyway's in an app's folder. */
  @BeforeEach
  void project() {
    files()
        .file("app/V1__a.sql", "create table a (id int);")
        .file("app/V2__b.sql", "create table b (id int);")
        .file("app/B2__snapshot.sql", "create table a (id int);\ncreate table b (id int);")
        .file("app/2026/V3__c.sql", "create table c (id int);")
        .file("app/2026/V4_1__index.sql", "create index concurrently c_id on c (id);")
        .file("app/2026/V4_1__index.sql.conf", "executeInTransaction=false")
        .file("app/views/R__b_view.sql", "create or replace view v as select id from c;")
        .file("app/views/R__a_view.sql", "create or replace view w as select id from a;")
        .file("app/callbacks/afterMigrate__grants.sql", "grant select on a to public;");
    CALLBACKS.forEach(
        name ->
            files()
                .file(
                    "app/callbacks/" + name + ".sql",
                    "insert into seen.call (what) values ('" + name + "');"));
    for (TestDatabase database : List.of(withFlyway, withLockstep)) {
      database.jdbc().sql("create schema seen create table call (id serial, what text)").update();
    }
  }

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private Flyway flyway(TestDatabase database) {
    return Flyway.configure()
        .dataSource(database.url(), "postgres", "postgres")
        .locations("filesystem:" + folder.resolve("app"))
        .table("app_schema_history")
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .load();
  }

  private void lockstep(TestDatabase database) {
    database.lockstep(folder).migrate(targets("app latest"));
  }

  private void assertSame() {
    assertThat(history(withLockstep)).isEqualTo(history(withFlyway));
    assertThat(calls(withLockstep)).isEqualTo(calls(withFlyway));
    assertThat(withLockstep.fingerprint()).isEqualTo(withFlyway.fingerprint());
  }

  private static List<String> history(TestDatabase database) {
    return database
        .jdbc()
        .sql(
            """
            select concat_ws('|', installed_rank, version, description, type, script, checksum, installed_by, success)
              from app_schema_history order by installed_rank
            """)
        .query(String.class)
        .list();
  }

  private static List<String> calls(TestDatabase database) {
    return database.jdbc().sql("select what from seen.call order by id").query(String.class).list();
  }

  @Test
  void a_fresh_database_is_the_same() {
    flyway(withFlyway).migrate();
    lockstep(withLockstep);
    assertSame();
    assertThat(history(withLockstep)).first().asString().contains("SQL_BASELINE|B2__snapshot.sql");
  }

  @Test
  void a_run_with_nothing_to_do_is_the_same() {
    a_fresh_database_is_the_same();
    flyway(withFlyway).migrate();
    lockstep(withLockstep);
    assertSame();
  }

  @Test
  void a_changed_repeatable_alone_is_the_same() {
    a_fresh_database_is_the_same();
    files()
        .file(
            "app/views/R__a_view.sql",
            "create or replace view w as select id from a where id > 0;");
    flyway(withFlyway).migrate();
    lockstep(withLockstep);
    assertSame();
  }

  @Test
  void each_goes_on_with_the_others_database() {
    a_fresh_database_is_the_same();
    files().file("app/V5__d.sql", "create table d (id int);");
    lockstep(withFlyway);
    flyway(withLockstep).migrate();
    assertSame();
    Stream.of(withFlyway, withLockstep).map(this::flyway).forEach(Flyway::validate);
    lockstep(withLockstep);
    flyway(withFlyway).migrate();
    assertSame();
    assertThat(withLockstep.lockstep(folder).verify(List.of("app latest")).findings())
        .as("nothing but missing undo scripts")
        .allMatch(finding -> finding.contains("no undo script"));
  }

  @Test
  void a_database_that_has_a_history_before_the_baseline_script_is_the_same() {
    files().without("app/B2__snapshot.sql").without("app/2026/V3__c.sql");
    files().without("app/2026/V4_1__index.sql").without("app/views/R__b_view.sql");
    flyway(withFlyway).migrate();
    lockstep(withLockstep);
    assertSame();
    files()
        .file("app/B2__snapshot.sql", "select 1/0;")
        .file("app/V3__c.sql", "create table c (id int);");
    flyway(withFlyway).migrate();
    lockstep(withLockstep);
    assertSame();
  }

  @Test
  void a_failure_is_the_same() {
    files().file("app/V5__d.sql", "create table d (id int);\nselect 1/0;");
    for (Runnable run :
        List.<Runnable>of(() -> flyway(withFlyway).migrate(), () -> lockstep(withLockstep))) {
      assertThat(catchThrowable(run::run)).hasMessageContaining("division by zero");
    }
    assertSame();
  }

  @Test
  void a_callback_of_a_failed_migration_can_do_nothing_in_flyway_and_something_in_lockstep() {
    files()
        .file("app/V5__d.sql", "select 1/0;")
        .file(
            "app/afterEachMigrateError.sql",
            "insert into seen.call (what) values ('afterEachMigrateError');");
    assertThat(catchThrowable(() -> flyway(withFlyway).migrate()))
        .hasMessageContaining("afterEachMigrateError")
        .hasMessageContaining("current transaction is aborted");
    assertThat(catchThrowable(() -> lockstep(withLockstep)))
        .hasMessageContaining("division by zero");
    assertThat(calls(withFlyway)).doesNotContain("afterEachMigrateError");
    assertThat(calls(withLockstep)).endsWith("afterEachMigrateError", "afterMigrateError");
  }
}
