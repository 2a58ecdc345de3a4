package io.lockstep.run;

import static io.lockstep.Asking.with;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.network.Fault;
import io.lockstep.network.Fault.Effect;
import io.lockstep.network.Message;
import io.lockstep.network.Network;
import io.lockstep.network.Wire;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.report.StepReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Packets are dropped without a reset: both ends think that the connection is open. The tests do
 * little but wait, and so they wait together.
 */
@Execution(ExecutionMode.CONCURRENT)
class HalfOpenConnectionTest {
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final int CONTROL = 0;
  private static final int WORK = 1;

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  /** The statement of b takes a minute the first time, and none after that. */
  @BeforeEach
  void slowOnce() {
    database.jdbc().sql("create schema outside").update();
    database.jdbc().sql("create sequence outside.tries").update();
    new MigrationFolder(folder)
        .threeTables()
        .file(
            "main/V0002__b.sql",
            """
            create table b (id int);
            select pg_sleep(case nextval('outside.tries') when 1 then 60 else 0 end);
            """);
  }

  @Test
  void a_run_that_is_cut_off_notices_in_time_and_changes_nothing_after_another_took_over()
      throws IOException {
    try (Network network = Network.to(TestDatabase.port())) {
      CompletableFuture<RunReport> cutOff = start(network);
      awaitSleep();
      network.silence();
      long silent = System.nanoTime();
      RunReport other = database.lockstep(folder).migrate(with(LEASE, "main zero"));
      assertThat(other.steps()).map(StepReport::script).containsExactly("U0001__a.sql");
      assertThat(Duration.ofNanos(System.nanoTime() - silent))
          .as("until another has taken over and is done")
          .isLessThan(Duration.ofSeconds(60)); // which the statement takes
      // it has noticed by itself, and tries to connect again
      until(() -> network.wires().size() > 2);

      network.heal();

      assertThat(exit(cutOff)).isEqualTo(ExitCode.LOCK_NOT_OBTAINED);
      assertThat(database.fingerprint()).isEmpty();
    }
  }

  @Test
  void a_run_whose_locks_session_is_silent_takes_it_up_again() throws IOException {
    try (Network network = Network.to(TestDatabase.port())) {
      CompletableFuture<RunReport> run = start(network);
      awaitSleep();
      network.wires().get(CONTROL).silence();
      assertDoneOnce(run);
    }
  }

  @Test
  void a_run_whose_migrations_session_is_silent_takes_it_up_again() throws IOException {
    shortSleep();
    try (Network network = Network.to(TestDatabase.port())) {
      CompletableFuture<RunReport> run = start(network);
      awaitSleep();
      network.wires().get(WORK).silence();
      assertDoneOnce(run);
    }
  }

  @Test
  void a_run_whose_commit_is_lost_on_the_way_does_the_step_again() throws IOException {
    shortSleep();
    AtomicBoolean silenced = new AtomicBoolean();
    Fault lost =
        (wire, message) -> {
          if (wire.sent().contains("pg_sleep")
              && isCommit(wire, message)
              && silenced.compareAndSet(false, true)) {
            wire.silence();
          }
          return Effect.PASSES;
        };
    try (Network network = Network.to(TestDatabase.port(), lost)) {
      assertDoneOnce(start(network));
      assertThat(silenced).isTrue();
    }
  }

  private void shortSleep() {
    new MigrationFolder(folder)
        .file("main/V0002__b.sql", "create table b (id int);\nselect pg_sleep(1);\n");
  }

  /** It has a name from its second time on. */
  private static boolean isCommit(Wire wire, Message message) {
    Matcher named = Pattern.compile("(S_\\d+) COMMIT").matcher(Message.readable(wire.sent()));
    return message.text().contains("COMMIT")
        || (named.find() && message.text().matches("B.*\\b" + named.group(1) + "\\b.*"));
  }

  private CompletableFuture<RunReport> start(Network network) {
    ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
    Connector connector =
        new Connector(network.through(database.settings()), clock, Duration.ofMinutes(1));
    Lockstep lockstep = new Lockstep(connector, CatalogReader.read(folder), clock);
    return CompletableFuture.supplyAsync(
        () -> lockstep.migrate(with(LEASE, "main latest")),
        run -> {
          Thread thread = new Thread(run);
          thread.setDaemon(true);
          thread.start();
        });
  }

  private void awaitSleep() {
    until(
        () ->
            database
                .jdbc()
                .sql(
                    """
                    select exists (select from pg_stat_activity
                                    where datname = current_database() and state = 'active' and query ~ '^select pg_sleep')
                    """)
                .query(Boolean.class)
                .single());
  }

  private void assertDoneOnce(CompletableFuture<RunReport> run) {
    assertThat(run).succeedsWithin(Patience.LIMIT);
    RunReport report = run.join();
    assertThat(report.steps())
        .map(StepReport::script)
        .containsExactly("V0001__a.sql", "V0002__b.sql", "V0003__c.sql");
    List<String> history =
        database
            .jdbc()
            .sql("select script from main_schema_history where success order by installed_rank")
            .query(String.class)
            .list();
    assertThat(history).containsExactly("V0001__a.sql", "V0002__b.sql", "V0003__c.sql");
    assertThat(database.runResults()).containsExactly("died", "done");
  }

  private static ExitCode exit(CompletableFuture<RunReport> run) {
    until(run::isDone);
    try {
      throw new AssertionError("it ended with " + run.join());
    } catch (CompletionException e) {
      return LockstepException.in(e).orElseThrow(() -> new AssertionError(e)).exit();
    }
  }

  private static void until(BooleanSupplier condition) {
    await().pollInterval(Duration.ofMillis(50)).until(condition::getAsBoolean);
  }
}
