package io.lockstep.verify;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.run.Lockstep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftTest extends Verifying {
  @Test
  void drift_is_found_object_by_object_until_it_is_undone() {
    migrate("main latest");
    sql("alter table a add at timestamp");
    migrate("main 2");
    sql("alter table a alter at type timestamptz");
    sql("create index by_id on b (id)");
    sql("alter table a drop id");
    VerifyReport report = verify();
    assertThat(report.result()).hasToString("differs");
    assertThat(report.drift())
        .containsExactly(
            "~ column a.at: timestamp → timestamptz", "- column a.id", "+ index by_id");
    assertThat(report.findings()).isEmpty();
    assertThat(report.problem().orElseThrow().exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(report.problem().orElseThrow().text().lines())
        .hasSize(2)
        .first()
        .asString()
        .matches("verifying the database: 3 differences from what was recorded by run 2 at .*Z");

    sql("alter table a alter at type timestamp");
    sql("drop index by_id");
    sql("alter table a add id int");
    assertThat(verify().result()).hasToString("as recorded");
  }

  /** PostgreSQL 15.20 numbers each state of a column there. */
  @Test
  void a_number_that_postgresql_itself_keeps_among_a_columns_options_is_no_drift() {
    files.file("main/V0003__c.sql", "create view v as select id from a;");
    migrate("main latest");
    String numbered =
        """
        set allow_system_table_mods = on;
        update pg_attribute set attoptions = array_append(attoptions, 'pg_attver=22863632')
         where attrelid in ('a'::regclass, 'v'::regclass) and attnum > 0
        """;
    sql(numbered);
    assertThat(verify().drift()).isEmpty();
    sql("alter table b alter id set (n_distinct = 5)");
    sql(numbered.replace("in ('a'::regclass, 'v'::regclass)", "= 'b'::regclass"));
    assertThat(verify().drift()).containsExactly("~ column b.id: + with (n_distinct=5)");
  }

  @Test
  void a_routine_or_comment_with_other_blanks_is_noted_and_is_no_drift() {
    files.file(
        "main/V0003__c.sql",
        "create function f() returns int language plpgsql as $$begin\n  return 1;\nend$$;\n"
            + "comment on table a is 'one two';");
    migrate("main latest");
    sql("create or replace function f() returns int language plpgsql as $$begin return 1; end$$");
    sql("comment on table a is E'one\r\n two'");
    assertThat(verify().problem()).isEmpty();
    assertThat(verify().notes())
        .containsExactly(
            "comment on table a: only blanks differ", "function f(): only blanks differ");

    sql("create or replace function f() returns int language plpgsql as $$begin return 2; end$$");
    assertThat(verify().drift()).hasSize(1);
  }

  @Test
  void a_failed_run_records_what_its_steps_before_have_done() {
    files.file("main/V0002__b.sql", "create table b (id int); select 1 / 0;");
    problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest"));
    assertThat(verify("main 1").result()).hasToString("as recorded");
  }

  @Test
  void after_a_run_that_could_not_record_nothing_is_compared_until_the_next_run() {
    migrate("main 1");
    migrate("main 2");
    sql("update lockstep.fingerprint set run = 1, objects = '{}'");
    assertThat(verify().result()).hasToString("not recorded");
    assertThat(verify().notes()).singleElement().asString().contains("a run after run 1");
    migrate("main 2");
    assertThat(verify().result()).hasToString("as recorded");
    assertThat(verify().notes()).isEmpty();
  }

  @Test
  void what_another_version_has_recorded_is_not_compared_until_the_next_run() {
    migrate("main 1");
    sql("update lockstep.fingerprint set basis = 'format 1, PostgreSQL 9', objects = '{}'");
    assertThat(verify().result()).hasToString("not recorded");
    assertThat(verify().notes()).singleElement().asString().contains("another version");
    migrate("main 1");
    assertThat(verify().result()).hasToString("as recorded");
  }

  @Test
  void a_database_of_a_lockstep_that_recorded_nothing_is_recorded_by_a_run_with_nothing_to_do() {
    migrate("main 1");
    sql(
        "drop table lockstep.fingerprint, lockstep.verification, lockstep.invalid_before, lockstep.step, lockstep.batch, lockstep.contract_wait, lockstep.fingerprint_part");
    sql("alter table lockstep.applied drop column contract");
    sql("alter table lockstep.run drop column held_back");
    sql("alter table lockstep.lease drop column work_pid, drop column work_start");
    sql("delete from lockstep.schema_history where version::int >= 4");
    assertThat(verify().result()).hasToString("not recorded");
    migrate("main 1");
    assertThat(verify().result()).hasToString("as recorded");
  }

  @Test
  void two_schemas_are_recorded_each_for_itself() {
    sql("create schema other");
    migrate("main 1");
    Settings all = database.settings();
    Settings settings =
        new Settings(
            all.host(), all.port(), all.database(), all.user(), all.password(), all.tls(), "other");
    ProcessClock clock = new ProcessClock();
    Lockstep other =
        new Lockstep(
            new Connector(settings, clock, Duration.ofSeconds(10)),
            CatalogReader.read(folder),
            clock);
    other.migrate(targets("main 2"));
    assertThat(verify("main 1").result()).hasToString("as recorded");
    assertThat(other.verify(List.of("main 2")).result()).hasToString("as recorded");
    sql("create table other.x ()");
    assertThat(verify().result()).hasToString("as recorded");
    assertThat(other.verify(List.of()).drift()).containsExactly("+ table x");
  }

  @Test
  void a_thousand_tables_are_read_in_little_time() {
    sql(
        """
        do $$ begin
          for i in 1..1000 loop
            execute format('create table t%s (id int primary key, a text not null default %L, b timestamptz, c int references t%s)',
                           i, 'x', greatest(1, i - 1));
            execute format('create index on t%s (b)', i);
          end loop;
        end $$
        """);
    database.lockstep(folder).migrate(with(fromZero("main"), "main 1"));
    long start = System.nanoTime();
    assertThat(verify().result()).hasToString("as recorded");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
  }
}
