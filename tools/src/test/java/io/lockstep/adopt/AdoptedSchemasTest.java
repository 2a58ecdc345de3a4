package io.lockstep.adopt;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations that work in another schema than the one that they run in are adopted with it. */
class AdoptedSchemasTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private Shop shop;

  @BeforeEach
  void files() {
    shop = new Shop(database, db);
    shop.files()
        .file("a/V1__t.sql", "create schema s;\ncreate table s.t (a int);")
        .file("a/U1__t.sql", "drop schema s cascade;")
        .file("a/V2__b.sql", "alter table s.t add column b int;")
        .file("a/U2__b.sql", "alter table s.t drop column b;");
  }

  private void sql(String text) {
    database.jdbc().sql(text).update();
  }

  @Test
  void an_empty_database_is_not_taken_for_one_that_has_them() {
    AdoptionReport report = shop.adopt("a 2");
    assertThat(report.result()).hasToString("differs");
    assertThat(report.lines())
        .contains("- schema s", "- table s.t", "- column s.t.a", "- column s.t.b");
    assertThat(shop.isUntouched()).isTrue();
  }

  @Test
  void what_is_there_is_adopted_but_not_what_is_there_in_part() {
    sql("create schema s");
    sql("create table s.t (a int)");
    assertThat(shop.adopt("a 2").lines()).contains("- column s.t.b");
    sql("alter table s.t add b int");
    assertThat(shop.adopt("a 2").result()).hasToString("adopted");
    assertThat(database.lockstep(db).verify(List.of("a 2")).result()).hasToString("as recorded");
  }

  @Test
  void what_is_made_at_run_time_is_left_out() {
    sql("create schema s");
    sql("create table s.t (a int, b int)");
    sql("create table s.t_2026 (a int primary key)");
    sql("create schema tenant_1");
    sql("create table tenant_1.x ()");
    assertThat(shop.adopt("a 2").lines()).contains("+ table s.t_2026", "+ table tenant_1.x");
    shop.files().file("a/lockstep.properties", "drift.ignore=table s.t_*, schema tenant_*");
    assertThat(shop.adopt("a 2").result()).hasToString("adopted");
  }

  @Test
  void another_version_of_an_extension_is_a_note() {
    shop.files().file("a/V2__b.sql", "create extension pg_trgm;");
    sql("create schema s");
    sql("create table s.t (a int)");
    sql("create extension pg_trgm version '1.5'");
    AdoptionReport report = shop.adopt("a 2");
    assertThat(report.result()).hasToString("adopted");
    assertThat(report.notes()).anyMatch(note -> note.startsWith("extension pg_trgm: version"));
  }

  @Test
  void another_tools_table_in_another_schema_is_that_tools() {
    sql("create schema s");
    sql("create table s.t (a int, b int)");
    sql("create schema tool");
    sql(
        "create table tool.goose_db_version (id serial primary key, version_id bigint not null, is_applied boolean not null, tstamp timestamp default now())");
    assertThat(shop.adopt("a 2").lines())
        .contains("+ schema tool")
        .noneMatch(l -> l.contains("goose_db"));
  }

  @Test
  void another_tools_table_beside_what_the_scripts_make_there_is_read() {
    sql("create schema s");
    sql("create table s.t (a int, b int)");
    sql("create table s.schema_migrations (version bigint primary key, dirty boolean not null)");
    sql("insert into s.schema_migrations values (1, false)");
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("a 2")).text())
        .contains("schema_migrations (golang-migrate) is at 1");
    sql("update s.schema_migrations set version = 2");
    AdoptionReport report = shop.adopt("a 2");
    assertThat(report.result()).hasToString("adopted");
    assertThat(report.from()).contains("schema_migrations (golang-migrate)");
  }
}
