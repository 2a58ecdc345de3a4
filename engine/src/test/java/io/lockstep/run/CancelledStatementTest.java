package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody cancels a statement of Lockstep's own, by pg_cancel_backend. */
class CancelledStatementTest {
  @TempDir private Path folder;

  private final TestDatabase database = TestDatabase.create();
  private final AtomicInteger cancelled = new AtomicInteger();

  @BeforeEach
  void threeTables() {
    new MigrationFolder(folder).threeTables();
    database.lockstep(folder).migrate(targets("main 1"));
  }

  private RunReport migrate(RunListener listener) {
    ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
    return new Lockstep(
            new Connector(database.settings(), clock, Duration.ofSeconds(10)),
            CatalogReader.read(folder),
            clock,
            listener)
        .migrate(targets("main latest"));
  }

  /** Locks a table until a session of Lockstep's has waited for it, and was cancelled. */
  private void cancelNextUseOf(String table) {
    try {
      Connection locker = database.connect();
      locker.setAutoCommit(false);
      Statement statement = locker.createStatement();
      statement.execute("lock table " + table + " in access exclusive mode");
      Thread cancelling = new Thread(() -> cancelWaiter(locker));
      cancelling.setDaemon(true);
      cancelling.start();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void cancelWaiter(Connection locker) {
    try (locker) {
      await()
          .until(
              () ->
                  database
                      .jdbc()
                      .sql(
                          "select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'lockstep %' and wait_event_type = 'Lock'")
                      .query(Boolean.class)
                      .list()
                      .contains(true));
      cancelled.incrementAndGet();
      locker.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lockstep.run", "main_schema_history", "lockstep.applied"})
  void the_run_goes_on_with_a_new_session(String table) {
    AtomicInteger targets = new AtomicInteger();
    RunReport report =
        migrate(
            event -> {
              if (event instanceof RunEvent.TargetBegan && targets.getAndIncrement() == 0) {
                cancelNextUseOf(table);
              }
            });
    assertThat(cancelled).hasValue(1);
    assertThat(report.steps().stream().map(step -> step.script()))
        .containsExactly("V0002__b.sql", "V0003__c.sql");
    assertThat(database.runResults()).doesNotContain("running");
  }

  @ParameterizedTest
  @ValueSource(strings = {"57014", "25006"})
  void a_run_whose_lease_is_interrupted_takes_it_with_a_new_session(String state) {
    database.jdbc().sql("create schema outside create sequence tries").update();
    database
        .jdbc()
        .sql(
            """
            create function interrupt() returns trigger language plpgsql as
            $$ begin
              if nextval('outside.tries') <= 1 then raise 'interrupted' using errcode = '%s'; end if;
              return new;
            end $$
            """
                .formatted(state))
        .update();
    database
        .jdbc()
        .sql(
            "create trigger interrupt before insert on lockstep.lease for each row execute function interrupt()")
        .update();
    assertThat(migrate(RunListener.NONE).steps()).hasSize(2);
    assertThat(database.runResults()).containsExactly("done", "done");
  }

  private void alwaysCancel(String table) {
    alwaysFail(table, "57014");
  }

  private void alwaysFail(String table, String state) {
    database
        .jdbc()
        .sql(
            """
            create function cancelled() returns trigger language plpgsql as
            $$ begin raise 'this is why' using errcode = '%s'; end $$
            """
                .formatted(state))
        .update();
    database
        .jdbc()
        .sql(
            "create trigger cancelled before insert on %s for each row execute function cancelled()"
                .formatted(table))
        .update();
  }

  @Test
  void a_run_whose_statements_are_cancelled_each_time_says_so() {
    alwaysCancel("lockstep.run");
    assertThat(problem(ExitCode.UNREACHABLE, () -> migrate(RunListener.NONE)).text())
        .contains("a statement of Lockstep's own was cancelled 6 times", "pg_cancel_backend")
        .doesNotContain("internal error", "connection", "network");
  }

  @Test
  void a_lease_that_the_server_refuses_each_time_is_said_to_be_refused() {
    alwaysFail("lockstep.lease", "53100");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate(RunListener.NONE)).text())
        .contains("this is why", "Give the server what it lacks")
        .doesNotContain("reported no error");
  }

  @Test
  void a_step_whose_history_row_is_cancelled_each_time_is_not_blamed() {
    alwaysCancel("main_schema_history");
    assertThat(problem(ExitCode.UNREACHABLE, () -> migrate(RunListener.NONE)).text())
        .contains("a statement of Lockstep's own was cancelled 6 times")
        .contains("V0002__b.sql was rolled back")
        .doesNotContain("Correct the file", "statement_timeout");
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("0001");
  }

  @Test
  void a_script_that_is_cancelled_is_not_done_again() {
    new MigrationFolder(folder)
        .file(
            "main/V0002__b.sql",
            "do $$ begin raise 'canceling statement due to user request' using errcode = '57014'; end $$;");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate(RunListener.NONE)).text())
        .contains("V0002__b.sql line 1", "was rolled back");
    assertThat(database.runResults()).containsExactly("done", "failed");
  }

  @Test
  void a_deferred_trigger_that_is_cancelled_is_not_done_again() {
    new MigrationFolder(folder)
        .file(
            "main/V0002__b.sql",
            """
            create table b (id int);
            create function stop() returns trigger language plpgsql as
              $$ begin raise 'canceling statement due to user request' using errcode = '57014'; end $$;
            create constraint trigger stop after insert on b deferrable initially deferred for each row execute function stop();
            insert into b values (1);
            """);
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate(RunListener.NONE)).text())
        .contains("V0002__b.sql", "was rolled back");
    assertThat(database.runResults()).containsExactly("done", "failed");
  }
}
