package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.run.report.Retries;
import io.lockstep.run.report.RunReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 9: readers are not blocked. */
class LockTimeoutTest extends LockedTable {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "reset all; set search_path = public; alter table t add column w int;",
        "set lock_timeout = 0; set lock_timeout to default; alter table t add column w int;",
        "reset \"lock_timeout\"; alter table t add column w int;",
        "do $$ begin reset lock_timeout; end $$; alter table t add column w int;",
        "select set_config('lock_timeout', null, false); alter table t add column w int;",
        "select set_config(name, null, true) from pg_settings where name like 'lock%'; alter table t add column w int;",
        "-- lockstep: no-transaction\ndiscard all;\nalter table public.t add column w int;",
        "-- lockstep: no-transaction\n/* all */ Reset -- all\n ALL;\nalter table public.t add column w int;",
      })
  void a_script_that_resets_its_settings_gives_way_to_readers(String script) throws SQLException {
    new MigrationFolder(folder).file("main/V2__w.sql", script);
    database.lockstep(folder).migrate(targets("main 1"));
    try (Connection blocker = longReader()) {
      blocker.createStatement().execute("set idle_in_transaction_session_timeout = '60s'");
      staysLocked(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/* a */ do $$ begin insert into done values (1); commit; alter table t add column w int; end $$;",
        "do 'begin call fill(); end';",
        "-- a\nCALL fill();",
      })
  void a_part_that_a_statement_has_committed_is_not_done_again(String statement)
      throws SQLException {
    new MigrationFolder(folder)
        .file(
            "main/V1__t.sql",
            """
            create table t (v int);
            create table done (v int);
            create procedure fill() language plpgsql as
              'begin insert into done values (1); commit; alter table t add column w int; end';
            """)
        .file("main/V2__w.sql", "-- lockstep: no-transaction\n" + statement);
    database.lockstep(folder).migrate(targets("main 1"));
    try (Connection blocker = longReader()) {
      staysLocked(3);
      blocker.rollback();
    }
    assertThat(database.jdbc().sql("select count(*) from done").query(Integer.class).single())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- rollback: alter table t drop column w\nalter table t add column w int;",
        "/* or\n; abort */ alter table t add column w text default ';rollback';",
        "alter table t add column w text default $a$; rollback $a$;",
        "alter table t add column abort int;",
      })
  void a_rollback_in_a_text_or_a_comment_is_none(String script) throws SQLException {
    new MigrationFolder(folder).file("main/V2__w.sql", script);
    database.lockstep(folder).migrate(targets("main 1"));
    try (Connection blocker = longReader()) {
      assertThat(staysLocked(2)).contains("was rolled back");
      blocker.rollback();
    }
  }

  /** The application reads, in one transaction, two tables the other way round. */
  @Test
  void a_deadlock_with_a_reader_is_tried_again() throws SQLException {
    new MigrationFolder(folder)
        .file("main/V2__w.sql", "create table u (v int);")
        .file(
            "main/V3__x.sql",
            """
            alter table t add column x int;
            do $$
            begin
              if nextval('outside.tries') = 1 then
                while not exists (select from pg_locks where relation = 't'::regclass and not granted) loop
                  perform pg_sleep(0.01);
                end loop;
              end if;
            end $$;
            set local deadlock_timeout = '10ms';
            alter table u add column x int;
            """);
    database.lockstep(folder).migrate(targets("main 1"));
    database.jdbc().sql("create schema outside create sequence outside.tries").update();
    database.lockstep(folder).migrate(targets("main 2"));
    try (Connection reader = database.connect()) {
      reader.createStatement().execute("set deadlock_timeout = '60s'");
      reader.setAutoCommit(false);
      reader.createStatement().execute("select * from u");
      CompletableFuture<RunReport> run = start(new Retries(Duration.ofSeconds(30), 2), "main 3");
      Patience.await().until(this::hasStepLockedT);
      reader.createStatement().execute("select * from t"); // the step gives way
      reader.rollback();
      assertThat(run.join().result()).hasToString("done");
    }
  }

  private boolean hasStepLockedT() {
    return database
        .jdbc()
        .sql(
            "select exists (select from pg_locks where relation = 't'::regclass and mode = 'AccessExclusiveLock' and granted)")
        .query(Boolean.class)
        .single();
  }

  @Test
  void a_step_whose_rows_another_session_has_changed_meanwhile_is_tried_again() {
    database.jdbc().sql("create schema outside create sequence outside.tries").update();
    new MigrationFolder(folder)
        .file(
            "main/V2__w.sql",
            "do $$ begin if nextval('outside.tries') = 1 then raise sqlstate '40001'; end if; end $$;");
    assertThat(database.lockstep(folder).migrate(with(new Retries(SHORT, 2), "main 2")).result())
        .hasToString("done");
  }

  @Test
  void tries_are_counted_for_each_step() {
    database.lockstep(folder).migrate(targets("main 1"));
    database.jdbc().sql("create schema outside").update();
    for (int step = 2; step <= 4; step++) {
      database.jdbc().sql("create sequence outside.tries" + step).update();
      new MigrationFolder(folder)
          .file(
              "main/V%d__w.sql".formatted(step),
              "do $$ begin if nextval('outside.tries%d') = 1 then raise sqlstate '55P03'; end if; end $$;"
                  .formatted(step));
    }
    RunReport report = database.lockstep(folder).migrate(with(new Retries(SHORT, 2), "main 4"));
    assertThat(report.steps()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main 2", "main zero"})
  void a_step_gives_way_to_readers_and_is_done_when_the_table_is_free(String target)
      throws SQLException {
    database.lockstep(folder).migrate(targets("main 1"));
    try (Connection blocker = longReader();
        Connection reader = database.connect()) {
      CompletableFuture<RunReport> run = start(new Retries(SHORT, 100), target);
      Patience.await().until(this::isWaiting);
      reader.createStatement().execute("set statement_timeout = '60s'");
      reader
          .createStatement()
          .execute("select * from t"); // queues behind the step, and gets through
      assertThat(run).isNotDone();
      blocker.rollback();
      assertThat(run.join().result()).hasToString("done");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-- lockstep: no-transaction\n"})
  void a_script_that_asks_for_the_lock_of_its_own_run_is_told_to_take_another(String directive) {
    new MigrationFolder(folder)
        .file("main/V2__w.sql", directive + "select pg_advisory_lock(7813573191660758384);");
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(with(new Retries(SHORT, 2), "main 2")))
                .text())
        .contains("V2__w.sql", "55P03", "blocked by the lock of this run itself", "another key")
        .doesNotContain("blocked by session", "let go");
  }

  @Test
  void who_blocks_is_said_when_the_tries_are_used_up() throws SQLException {
    database.lockstep(folder).migrate(targets("main 1"));
    try (Connection blocker = longReader()) {
      blocker.createStatement().execute("set application_name = 'reports'");
      blocker.createStatement().execute("/* Copyright, all of it */ select 'of the report'");
      String text =
          problem(
                  ExitCode.LOCK_NOT_OBTAINED,
                  () -> database.lockstep(folder).migrate(with(new Retries(SHORT, 2), "main 2")))
              .text();
      assertThat(text)
          .contains("V2__w.sql", "55P03", "blocked by session", "reports", "idle in transaction")
          .contains("last statement: select 'of the report'")
          .contains("rolled back", "Run the same command again");
      assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("1");
      assertThat(blocker.isClosed()).isFalse();
    }
  }
}
