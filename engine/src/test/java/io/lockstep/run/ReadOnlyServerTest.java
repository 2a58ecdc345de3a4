package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.MigrationFolder;
import io.lockstep.OwnServer;
import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server takes no changes any more in the middle of a run, as where its disk fills up. */
class ReadOnlyServerTest {
  @TempDir private Path folder;
  @TempDir private Path data;
  private OwnServer server;
  private boolean closed;

  @BeforeEach
  void start() {
    new MigrationFolder(folder).threeTables();
    server = OwnServer.start(data);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private void readOnly(String value) {
    server.jdbc().sql("alter system set default_transaction_read_only = " + value).update();
    server.jdbc().sql("select pg_reload_conf()").query().singleRow();
    await()
        .until(
            () ->
                server
                    .jdbc()
                    .sql("select current_setting('default_transaction_read_only')")
                    .query(String.class)
                    .single()
                    .equals(value));
  }

  /** Closes the server to changes at the first of these events. */
  private RunListener closing(Predicate<RunEvent> when) {
    return event -> {
      if (!closed && when.test(event)) {
        closed = true;
        readOnly("on");
      }
    };
  }

  private static boolean isSecondStep(RunEvent event) {
    return event instanceof RunEvent.StepBegan step && step.script().startsWith("V0002");
  }

  private RunReport migrate(RunListener listener) {
    ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
    return new Lockstep(
            new Connector(server.settings(), clock, Duration.ofSeconds(10)),
            CatalogReader.read(folder),
            clock,
            listener)
        .migrate(targets("main latest"));
  }

  private void assertCompletesWhenOpen(int steps) {
    readOnly("off");
    assertThat(migrate(RunListener.NONE).steps()).hasSize(steps);
  }

  @Test
  void a_run_that_has_done_a_step_says_so_and_what_became_of_the_next_one() {
    LockstepException problem =
        problem(
            ExitCode.MIGRATION_FAILED, () -> migrate(closing(ReadOnlyServerTest::isSecondStep)));
    assertThat(problem.text())
        .contains("set to be read only", "default_transaction_read_only")
        .contains("V0002__b.sql was rolled back", "Steps that were done before are kept.")
        .doesNotContain("internal error", "Correct the file");
    assertCompletesWhenOpen(2);
  }

  @Test
  void a_run_that_has_done_nothing_is_refused() {
    LockstepException problem =
        problem(
            ExitCode.REFUSED,
            () -> migrate(closing(event -> event instanceof RunEvent.TargetBegan)));
    assertThat(problem.text()).contains("set to be read only").doesNotContain("internal error");
    assertCompletesWhenOpen(3);
  }

  @Test
  void a_run_that_has_waited_for_the_lock_is_refused() {
    server.lockstep(folder).migrate(targets("main 1"));
    LockstepException problem =
        problem(
            ExitCode.REFUSED, () -> migrate(closing(event -> event instanceof RunEvent.WaitBegan)));
    assertThat(problem.text())
        .contains("set to be read only")
        .doesNotContain("a trigger or a rule");
    assertCompletesWhenOpen(2);
  }

  @Test
  void a_run_goes_on_if_the_server_is_open_again_when_it_connects() {
    RunListener closing = closing(ReadOnlyServerTest::isSecondStep);
    RunReport report =
        migrate(
            event -> {
              closing.on(event);
              if (event instanceof RunEvent.StepEnded ended && ended.error().isPresent()) {
                readOnly("off");
              }
            });
    assertThat(closed).isTrue();
    assertThat(report.steps()).hasSize(3);
  }

  @Test
  void a_script_that_makes_its_own_transaction_read_only_has_failed_by_itself() {
    new MigrationFolder(folder)
        .file(
            "main/V0002__b.sql",
            "do $$ begin perform set_config('transaction_read_only', 'on', true); end $$;");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate(RunListener.NONE)).text())
        .contains("V0002__b.sql", "read-only transaction", "was rolled back");
  }

  @Test
  void a_script_that_makes_its_database_read_only_ends_the_run_before_the_next_one() {
    new MigrationFolder(folder)
        .file(
            "main/V0002__b.sql", "alter database postgres set default_transaction_read_only = on;");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate(RunListener.NONE)).text())
        .contains("set to be read only", "Steps that were done are kept.")
        .doesNotContain("Correct the file");
    assertThat(server.lockstep(folder).list().apps().get(0).current()).isEqualTo("0002");
  }
}
