package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.PlanOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search_path that is set on the database and leads to a schema full of decoys. */
class HostileSearchPathTest {
  private static final String DECOYS =
      """
      create schema decoy;
      create table decoy.main_schema_history (installed_rank int, version text, description text, type text, script text,
        checksum int, installed_by text, installed_on timestamp default now(), execution_time int, success boolean);
      insert into decoy.main_schema_history values (1, '9999', 'decoy', 'SQL', 'V9999__decoy.sql', 1, 'x', now(), 1, true);
      create table decoy.lease as select 'migrations'::text as name, 'decoy'::text as token;
      create table decoy.run (id int, result text);
      create table decoy.applied (schema_name text, app text, version text);
      create table decoy.pg_class (relname text);
      create table decoy.pg_namespace (nspname text);
      create table decoy.pg_settings (name text);
      create function decoy.pg_try_advisory_lock(bigint) returns boolean return false;
      create function decoy.pg_advisory_unlock(bigint) returns boolean return false;
      create function decoy.to_regclass(text) returns regclass return null::regclass;
      create function decoy.to_regnamespace(text) returns regnamespace return null::regnamespace;
      create function decoy.clock_timestamp() returns timestamptz return '1970-01-01'::timestamptz;
      create function decoy.pg_backend_pid() returns int return 1;
      create function decoy.set_config(text, text, boolean) returns text return 'nothing';
      create function decoy.current_setting(text) returns text return 'nothing';
      create function decoy.format(text, variadic text[]) returns text return 'nothing';
      create function decoy.lie(text, text) returns boolean return false;
      create function decoy.lie(name, name) returns boolean return false;
      create function decoy.lie(name, text) returns boolean return false;
      create function decoy.lie(int, int) returns boolean return false;
      create operator decoy.= (leftarg = text, rightarg = text, function = decoy.lie);
      create operator decoy.= (leftarg = name, rightarg = name, function = decoy.lie);
      create operator decoy.= (leftarg = name, rightarg = text, function = decoy.lie);
      create operator decoy.= (leftarg = int, rightarg = int, function = decoy.lie);
      """;

  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @Test
  void changes_nothing_of_what_is_done() {
    new MigrationFolder(folder).threeTables();
    database.jdbc().sql(DECOYS).update();
    String decoys = decoys();
    database
        .jdbc()
        .sql("alter database " + database.name() + " set search_path = decoy, pg_catalog, public")
        .update();

    Lockstep lockstep = database.lockstep(folder);
    assertThat(lockstep.migrate(targets("main latest")).steps()).hasSize(3);
    assertThat(lockstep.list().apps().get(0).current()).isEqualTo("0003");
    assertThat(lockstep.check().findings()).isEmpty();
    assertThat(lockstep.status(List.of("main latest")).reached()).isTrue();
    assertThat(lockstep.verify(List.of("main latest")).result()).hasToString("as recorded");
    assertThat(lockstep.plan(List.of("main zero"), PlanOptions.STRICT).get(0).steps()).hasSize(3);
    assertThat(lockstep.migrate(targets("main 1")).steps()).hasSize(2);
    assertThat(lockstep.verify(List.of("main 1")).result()).hasToString("as recorded");

    database.jdbc().sql("alter database " + database.name() + " reset search_path").update();
    assertThat(decoys()).isEqualTo(decoys);
    assertThat(
            database
                .jdbc()
                .sql("select tablename from pg_tables where schemaname = 'public' order by 1")
                .query(String.class)
                .list())
        .containsExactly("a", "main_schema_history");
    assertThat(
            database
                .jdbc()
                .sql("select count(*) from lockstep.lease")
                .query(Integer.class)
                .single())
        .isZero();
  }

  /** As ALTER ROLE … SET search_path = '' leaves it, which the manual advises to the wary. */
  @ParameterizedTest
  @ValueSource(strings = {"''", "\"nowhere, \"\"or\"\" else\", pg_temp"})
  void a_path_that_leads_nowhere_is_no_obstacle(String path) {
    new MigrationFolder(folder).threeTables();
    database
        .jdbc()
        .sql("alter database " + database.name() + " set search_path = " + path)
        .update();
    Lockstep lockstep = database.lockstep(folder);
    lockstep.migrate(targets("main latest", "main 1"));
    assertThat(lockstep.verify(List.of("main 1")).result()).hasToString("as recorded");
  }

  private String decoys() {
    return database
        .jdbc()
        .sql(
            """
            select (select count(*) from pg_catalog.pg_class where relnamespace = 'decoy'::regnamespace)
                   || ' ' || (select string_agg(h::text, ' ') from decoy.main_schema_history h)
                   || ' ' || (select string_agg(l::text, ' ') from decoy.lease l)
            """)
        .query(String.class)
        .single();
  }
}
