package io.lockstep.run.glance;

import static io.lockstep.Asking.in;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.database.Settings;
import io.lockstep.network.Fault;
import io.lockstep.network.Network;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.Turn;
import io.lockstep.run.AtAGlance;
import io.lockstep.run.Lockstep;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with nothing to do looks, records that, and takes no lock; all else is done under it. */
class GlanceTest {
  /** "lockstep" in ASCII: the key of the lock. */
  private static final long KEY = 0x6C6F636B73746570L;

  /** Only the statement that records has this. */
  private static final String RECORDS = "free.of_others";

  private static final String MAY_BEGIN = "pg_try_advisory_lock(";

  private final TestDatabase database = TestDatabase.create();
  private final ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
  @TempDir private Path db;
  private MigrationFolder folder;

  @BeforeEach
  void atLatest() {
    folder = new MigrationFolder(db).threeTables();
    lockstep().migrate(targets("main latest"));
  }

  @Test
  void a_run_with_nothing_to_do_takes_one_connection_three_statements_and_no_lock()
      throws IOException {
    AtomicInteger statements = new AtomicInteger();
    Fault counts =
        (wire, message) -> {
          if (message.endsStatement()) {
            statements.incrementAndGet();
          }
          return Fault.Effect.PASSES;
        };
    for (MigrateRequest request :
        List.of(targets("main latest"), in(job("1", "uid"), "main latest"))) {
      statements.set(0);
      try (Network network = Network.to(TestDatabase.port(), counts)) {
        assertThat(result(once(network, request))).isEqualTo("nothing to do");
        assertThat(network.wires()).hasSize(1);
        assertThat(statements).hasValue(3);
        assertThat(network.sent()).doesNotContain(MAY_BEGIN, "INTO lockstep.lease");
      }
    }
  }

  @Test
  void it_is_recorded_and_reported_as_a_run_under_the_lock_is() {
    RolloutContext rollout = job("1", "uid");
    RunReport locked = lockstep().migrate(in(rollout, "main latest"));
    Map<String, Object> row = lastRun();
    Map<String, Object> release = row("select * from lockstep.release");
    RunReport glanced = once(in(rollout, "main latest"));
    assertThat(glanced).isEqualTo(locked);
    assertThat(lastRun()).isEqualTo(row);
    assertThat(row("select * from lockstep.release")).isEqualTo(release);
    assertThat(runs()).isEqualTo(3);
  }

  @Test
  void a_rollout_that_has_nothing_to_do_ends_those_before_it() {
    once(in(job("1", "first"), "main latest"));
    once(in(job("2", "second"), "main latest"));
    assertThat(row("select * from lockstep.release"))
        .containsEntry("generation", "2")
        .containsEntry("rollout", 2L);
    assertThat(result(lockstep().migrate(in(job("1", "first"), "main 1")))).isEqualTo("superseded");
    assertThat(result(once(in(job("1", "first"), "main latest")))).isEqualTo("superseded");
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void a_newer_rollout_that_comes_between_look_and_record_is_not_overrun() throws IOException {
    once(in(job("1", "first"), "main latest"));
    Fault newerCame = before(RECORDS, () -> run(in(job("3", "third"), "main 1")));
    try (Network network = Network.to(TestDatabase.port(), newerCame)) {
      assertThat(result(once(network, in(job("1", "first"), "main latest"))))
          .isEqualTo("superseded");
    }
    assertThat(current()).isEqualTo("0001");
    assertThat(row("select * from lockstep.release")).containsEntry("generation", "3");
  }

  @Test
  void an_older_rollout_that_runs_between_look_and_record_is_put_right() throws IOException {
    once(in(job("1", "first"), "main latest"));
    Fault olderRuns = before(RECORDS, () -> run(in(job("1", "first"), "main 1")));
    try (Network network = Network.to(TestDatabase.port(), olderRuns)) {
      assertThat(result(once(network, in(job("2", "second"), "main latest")))).isEqualTo("done");
    }
    assertThat(current()).isEqualTo("0003");
  }

  @Test
  void nothing_is_recorded_while_another_has_the_lock() throws IOException, SQLException {
    try (Connection other = database.connect();
        Statement statement = other.createStatement();
        Network network =
            Network.to(
                TestDatabase.port(),
                before(
                    RECORDS, () -> execute(statement, "select pg_advisory_lock(" + KEY + ")")))) {
      MigrateRequest request = withoutWait(in(job("1", "uid"), "main latest"));
      problem(ExitCode.LOCK_NOT_OBTAINED, () -> once(network, request));
      assertThat(database.jdbc().sql("select from lockstep.release").query().listOfRows())
          .isEmpty();
      assertThat(runs()).isEqualTo(1);
    }
  }

  @Test
  void a_run_that_died_is_ended_under_the_lock() {
    database.jdbc().sql("update lockstep.run set result = 'running', ended_at = null").update();
    assertThat(result(once(targets("main latest")))).isEqualTo("nothing to do");
    assertThat(
            database
                .jdbc()
                .sql("select result from lockstep.run where id = 1")
                .query(String.class)
                .single())
        .isEqualTo("died");
  }

  @Test
  void a_fingerprint_that_is_due_is_recorded_under_the_lock() {
    database.jdbc().sql("delete from lockstep.fingerprint").update();
    once(targets("main latest"));
    assertThat(
            database.jdbc().sql("select run from lockstep.fingerprint").query(Long.class).single())
        .isEqualTo(2L);
  }

  @Test
  void a_dead_holder_s_lease_is_taken_over() {
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.lease (name, lock_until, locked_at, locked_by, token, holder, session_pid, session_start)
            values ('migrations', now() + interval '1 h', now(), 'x', 'x', 'x', 0, now())
            """)
        .update();
    once(targets("main latest"));
    assertThat(database.jdbc().sql("select from lockstep.lease").query().listOfRows()).isEmpty();
  }

  @Test
  void steps_callbacks_and_repeatables_are_done_under_the_lock() {
    folder
        .file("main/V0004__d.sql", "create table d (id int)")
        .file("main/U0004__d.sql", "drop table d");
    assertThat(result(once(targets("main latest")))).isEqualTo("done");
    folder.file("main/R__v.sql", "create or replace view v as select 1 as one");
    assertThat(result(once(targets("main latest")))).isEqualTo("done");
    assertThat(result(once(targets("main latest")))).isEqualTo("nothing to do");
    assertThat(result(once(targets("main 1")))).isEqualTo("done");
    assertThat(result(once(targets("main zero")))).isEqualTo("done");
    folder.file("main/afterMigrate.sql", "create table if not exists called (id int)");
    once(targets("main latest"));
    database.jdbc().sql("drop table called").update();
    once(targets("main latest"));
    assertThat(database.fingerprint()).contains("called");
  }

  @Test
  void a_refusal_is_said_and_recorded_as_always() {
    folder.file("main/V0002__b.sql", "create table b (id bigint)");
    problem(ExitCode.REFUSED, () -> once(targets("main latest")));
    assertThat(lastRun()).containsEntry("result", "refused");
    problem(ExitCode.USAGE, () -> once(targets("other latest")));
  }

  @Test
  void new_databases_and_apps_begin_as_always() {
    TestDatabase other = TestDatabase.create();
    assertThat(result(once(other.settings(), targets("main latest")))).isEqualTo("done");
    folder.file("second/V1__second.sql", "create table second (id int)");
    assertThat(result(once(other.settings(), targets("main latest", "second latest"))))
        .isEqualTo("done");
    RunReport both = once(other.settings(), targets("main latest", "second latest"));
    assertThat(both.targets())
        .extracting(RunReport.TargetReport::app)
        .containsExactly("main", "second");
    assertThat(result(both)).isEqualTo("nothing to do");
  }

  private Lockstep lockstep() {
    return database.lockstep(db);
  }

  /** A run as of one of many databases. */
  private RunReport once(MigrateRequest request) {
    return once(database.settings(), request);
  }

  private RunReport once(Network network, MigrateRequest request) {
    return once(network.through(database.settings()), request);
  }

  private RunReport once(Settings settings, MigrateRequest request) {
    return AtAGlance.run(settings, db, clock, request);
  }

  private void run(MigrateRequest request) {
    lockstep().migrate(request);
  }

  private static Fault before(String part, Runnable work) {
    AtomicBoolean done = new AtomicBoolean();
    return (wire, message) -> {
      if (message.text().contains(part) && done.compareAndSet(false, true)) {
        work.run();
      }
      return Fault.Effect.PASSES;
    };
  }

  private static void execute(Statement statement, String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MigrateRequest withoutWait(MigrateRequest request) {
    return new MigrateRequest(
        request.targets(),
        request.options(),
        request.rolloutContext(),
        request.reader(),
        Duration.ZERO,
        request.lease(),
        request.retries());
  }

  private static RolloutContext job(String generation, String uid) {
    return new RolloutContext(
        new Rollout.Generation("shop", generation),
        Optional.of(new Turn(1, 1)),
        Optional.of(uid),
        Optional.of(generation));
  }

  private static String result(RunReport report) {
    return report.result().toString();
  }

  private String current() {
    return lockstep().list().apps().get(0).current();
  }

  private long runs() {
    return database.jdbc().sql("select count(*) from lockstep.run").query(Long.class).single();
  }

  private Map<String, Object> lastRun() {
    Map<String, Object> row = row("select * from lockstep.run order by id desc limit 1");
    row.keySet().removeAll(List.of("id", "started_at", "ended_at"));
    return row;
  }

  private Map<String, Object> row(String sql) {
    return database.jdbc().sql(sql).query().singleRow();
  }
}
