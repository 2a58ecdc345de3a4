package io.lockstep.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal of an app that has Flyway's callbacks, or a baseline script. */
class RehearsedCallbacksTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  @BeforeEach
  void threeTables() {
    files().threeTables();
  }

  private MigrationFolder files() {
    return new MigrationFolder(db);
  }

  private List<String> lines() {
    return Rehearsing.lines(Rehearsing.fromZero(database, db), db);
  }

  @Test
  void callbacks_are_rehearsed_where_they_run() {
    files()
        .file("main/beforeMigrate.sql", "create table if not exists log (what text);")
        .file("main/beforeEachMigrate.sql", "insert into log values ('before');")
        .file("main/afterMigrate.sql", "create or replace view v as select id from c;");
    assertThat(lines())
        .containsExactly(
            "beforeMigrate.sql: ok",
            "V0001__a.sql: ok",
            "V0002__b.sql: ok",
            "V0003__c.sql: ok",
            "afterMigrate.sql: ok");
  }

  @Test
  void one_that_can_not_run_again_is_a_fault() {
    files().file("main/afterMigrate.sql", "create view v as select id from c;");
    assertThat(lines()).last().asString().contains("afterMigrate.sql", "already exists");
  }

  @Test
  void one_around_a_migration_that_fails_is_named() {
    files().file("main/afterEachMigrate.sql", "drop table c;");
    assertThat(lines()).first().asString().contains("V0001__a.sql", "in its callback ");
    assertThat(lines()).first().asString().contains("afterEachMigrate.sql line 1");
  }

  @Test
  void what_requires_a_version_that_a_callback_keeps_out_is_not_rehearsed() {
    files()
        .file("main/beforeMigrate.sql", "select 1/0;")
        .file("other/V1__needs.sql", "-- lockstep: requires main 2\nalter table b add v int;");
    assertThat(lines())
        .contains("V1__needs.sql: not rehearsed: it requires main 2, which is not reached");
  }

  @Test
  void what_requires_a_version_that_comes_before_the_callback_is_rehearsed() {
    files()
        .file("main/afterMigrate.sql", "select 1/0;")
        .file("other/V1__needs.sql", "-- lockstep: requires main 2\ncreate table needs (id int);")
        .file("other/U1__needs.sql", "drop table needs;");
    assertThat(lines()).contains("V1__needs.sql: ok");
  }

  @Test
  void a_baseline_script_needs_no_undo_script() {
    files().file("main/B2__ab.sql", "create table a (id int);\ncreate table b (id int);");
    assertThat(lines()).containsExactly("B2__ab.sql: ok", "V0003__c.sql: ok");
  }
}
