package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Event triggers of the administrator's, which see every DDL statement, Lockstep's own included.
 */
class EventTriggerTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;

  @BeforeEach
  void threeTables() {
    files = new MigrationFolder(folder).threeTables();
  }

  private void freeze() {
    database
        .jdbc()
        .sql(
            """
            create function frozen() returns event_trigger language plpgsql as $$
            begin raise exception 'schema freeze until Monday, ask the DBA (%)', tg_tag; end $$
            """)
        .update();
    database
        .jdbc()
        .sql("create event trigger frozen on ddl_command_start execute function frozen()")
        .update();
  }

  private void thaw() {
    database.jdbc().sql("drop event trigger frozen").update();
    database.jdbc().sql("drop function frozen()").update();
  }

  private String refused(ExitCode exit, String... targets) {
    String before = database.fingerprint();
    String text = problem(exit, () -> database.lockstep(folder).migrate(targets(targets))).text();
    assertThat(text).contains("schema freeze until Monday");
    assertThat(database.fingerprint()).isEqualTo(before);
    return text;
  }

  @Test
  void one_that_blocks_ddl_is_named_before_the_first_run() {
    freeze();
    assertThat(refused(ExitCode.REFUSED, "main latest")).contains("Lockstep's own tables");
    thaw();
    assertThat(database.lockstep(folder).migrate(targets("main latest")).result())
        .hasToString("done");
  }

  @Test
  void one_that_blocks_ddl_is_named_where_a_history_table_is_to_be_made() {
    database.lockstep(folder).migrate(targets("main 1"));
    files.file("shop/V1__s.sql", "select 1;\n");
    freeze();
    assertThat(refused(ExitCode.REFUSED, "shop latest")).contains("shop_schema_history");
    thaw();
    assertThat(database.lockstep(folder).migrate(targets("shop latest")).result())
        .hasToString("done");
  }

  @Test
  void one_that_keeps_a_later_targets_history_table_from_being_made_is_named_before_any_step() {
    database.lockstep(folder).migrate(targets("main 1"));
    files.file("shop/V1__s.sql", "select 1;\n");
    database
        .jdbc()
        .sql(
            """
            create function frozen() returns event_trigger language plpgsql as $$
            begin
              if exists (select from pg_event_trigger_ddl_commands() where object_identity like '%shop_schema_history') then
                raise exception 'schema freeze until Monday, ask the DBA';
              end if;
            end $$
            """)
        .update();
    database
        .jdbc()
        .sql("create event trigger frozen on ddl_command_end execute function frozen()")
        .update();
    assertThat(refused(ExitCode.REFUSED, "main latest", "shop latest"))
        .contains("shop_schema_history", "no step was begun");
    thaw();
    assertThat(database.lockstep(folder).migrate(targets("main latest", "shop latest")).steps())
        .hasSize(3);
  }

  @Test
  void one_that_blocks_ddl_fails_the_step_forwards_and_backwards() {
    database.lockstep(folder).migrate(targets("main 2"));
    freeze();
    assertThat(refused(ExitCode.MIGRATION_FAILED, "main latest")).contains("V0003__c.sql");
    assertThat(refused(ExitCode.MIGRATION_FAILED, "main 1")).contains("U0002__b.sql");
    thaw();
    assertThat(database.lockstep(folder).migrate(targets("main latest", "main zero")).steps())
        .hasSize(4);
  }

  @Test
  void one_that_writes_ddl_down_goes_on_by_the_search_path_it_is_used_to() {
    database.jdbc().sql("create schema dba").update();
    database.jdbc().sql("create table dba.ddl_log (tag text, object text)").update();
    database
        .jdbc()
        .sql("alter database " + database.name() + " set search_path = public, dba")
        .update();
    database
        .jdbc()
        .sql(
            """
            create function dba.note() returns event_trigger language plpgsql as $$
            begin
              insert into ddl_log select command_tag, object_identity from pg_event_trigger_ddl_commands();
            end $$
            """)
        .update();
    database
        .jdbc()
        .sql("create event trigger note on ddl_command_end execute function dba.note()")
        .update();
    database.lockstep(folder).migrate(targets("main latest", "main zero"));
    assertThat(database.jdbc().sql("select object from dba.ddl_log").query(String.class).list())
        .containsAll(List.of("lockstep.lease", "public.main_schema_history", "public.a"));
    assertThat(database.lockstep(folder).verify(List.of()).drift()).isEmpty();
  }
}
