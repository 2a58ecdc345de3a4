package io.lockstep.lock;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import net.javacrumbs.shedlock.core.ClockProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** Rules 1 and 5: one at a time, and the dead don't block. */
class MigrationLockTest {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestDatabase database = TestDatabase.create();
  private final Holder first = Holder.thisProcess("first");
  private final Holder second = Holder.thisProcess("second");
  private Session firstSession;
  private Session secondSession;

  @BeforeEach
  void connect() {
    firstSession = open(first);
    secondSession = open(second);
  }

  @AfterEach
  void disconnect() {
    firstSession.close();
    secondSession.close();
  }

  private Session open(Holder holder) {
    return new Connector(database.settings(), new ProcessClock(), PATIENCE)
        .open(holder.sessionName());
  }

  private HeldLock acquire(Session session, Holder holder, CancellableClock clock) {
    return new MigrationLock(session, holder, LEASE, clock).acquire(PATIENCE);
  }

  private HeldLock acquire(Session session, Holder holder) {
    return acquire(session, holder, new ProcessClock());
  }

  private void expireLease() {
    assertThat(
            database
                .jdbc()
                .sql("update lockstep.lease set lock_until = clock_timestamp() - interval '1 ms'")
                .update())
        .isOne();
  }

  @Test
  void the_second_waits_until_the_first_is_done() {
    HeldLock held = acquire(firstSession, first);
    HeldLock next = acquire(secondSession, second, new ManualClock(held::close));
    assertThat(new LeaseTable(database.jdbc()).read())
        .get()
        .extracting(LeaseRow::token)
        .isEqualTo(second.token());
    next.close();
    assertThat(new LeaseTable(database.jdbc()).read()).isEmpty();
  }

  @Test
  void who_waits_too_long_is_told_who_holds_it_and_since_when() {
    acquire(firstSession, first);
    CancellableClock impatient = new ManualClock(() -> {});
    assertThat(
            problem(ExitCode.LOCK_NOT_OBTAINED, () -> acquire(secondSession, second, impatient))
                .text())
        .contains(first.name(), "since 20", "--lock-wait");
  }

  @Test
  void who_waits_long_asks_once_a_second_with_one_statement() {
    acquire(firstSession, first);
    Duration wait = Duration.ofMinutes(2);
    MigrationLock lock = new MigrationLock(secondSession, second, LEASE, new ManualClock(() -> {}));
    long before = transactions();
    problem(ExitCode.LOCK_NOT_OBTAINED, () -> lock.acquire(wait));
    assertThat(transactions() - before)
        .as("the first ten seconds are more eager")
        .isBetween(wait.toSeconds(), wait.toSeconds() + 30);
  }

  /** That the second session, and some of the test's own, have ended. */
  private long transactions() {
    secondSession.jdbc().sql("select pg_stat_force_next_flush()").query().singleRow();
    secondSession.jdbc().sql("select 1").query().singleRow();
    return database
        .jdbc()
        .sql("select xact_commit from pg_stat_database where datname = current_database()")
        .query(Long.class)
        .single();
  }

  @Test
  void a_dead_holders_lease_is_taken_over_at_once() {
    acquire(firstSession, first);
    firstSession.close(); // as when the process is killed
    ManualClock clock = new ManualClock(() -> {});
    try (HeldLock held = acquire(secondSession, second, clock)) {
      assertThat(clock.elapsed()).as("polls before the server noticed").isLessThan(PATIENCE);
      held.check();
    }
  }

  @Test
  void a_dead_holders_orphaned_session_is_ended_at_the_take_over_whatever_it_is_called()
      throws SQLException {
    HeldLock held = acquire(firstSession, first);
    try (Session orphan = open(first)) {
      held.workOn(orphan);
      held.beginWork();
      orphan.jdbc().sql("set application_name = 'backfill'").update();
      orphan.connection().setAutoCommit(false);
      orphan.jdbc().sql("create table half_done ()").update();
      firstSession.close();
      acquire(secondSession, second);
      assertThatThrownBy(() -> orphan.connection().commit()).isInstanceOf(SQLException.class);
      assertThat(database.fingerprint()).isEmpty();
    }
  }

  @Test
  void a_frozen_holders_session_is_ended_when_its_lease_has_run_out() {
    HeldLock frozen = acquire(firstSession, first);
    frozen.timer().shutdownNow(); // nobody extends it
    expireLease();
    try (HeldLock held = acquire(secondSession, second)) {
      held.check();
      assertThatThrownBy(() -> firstSession.jdbc().sql("select 1").query().singleRow());
    }
  }

  @Test
  void a_process_that_stopped_between_the_session_lock_and_its_lease_is_taken_over_from() {
    acquire(firstSession, first).close();
    takeSessionLock();
    assertThatTheSilentFirstIsTakenOverFrom();
  }

  @Test
  void a_process_that_stopped_while_it_made_the_tables_is_taken_over_from() throws SQLException {
    acquire(firstSession, first).close();
    firstSession.connection().setAutoCommit(false);
    takeSessionLock();
    assertThatTheSilentFirstIsTakenOverFrom();
  }

  @Test
  void a_process_that_stopped_while_it_changed_the_tables_is_taken_over_from() throws SQLException {
    acquire(firstSession, first).close();
    firstSession.connection().setAutoCommit(false);
    takeSessionLock();
    firstSession.jdbc().sql("alter table lockstep.lease add column newer int").update();
    secondSession.jdbc().sql("set lock_timeout = '50ms'").update();
    assertThatTheSilentFirstIsTakenOverFrom();
  }

  private void takeSessionLock() {
    firstSession
        .jdbc()
        .sql("select pg_advisory_lock(:key)")
        .param("key", SessionLock.KEY)
        .query()
        .singleRow();
  }

  private void assertThatTheSilentFirstIsTakenOverFrom() {
    new MigrationLock(secondSession, second, Duration.ofMillis(200), new ProcessClock())
        .acquire(PATIENCE)
        .close();
    assertThatThrownBy(() -> firstSession.jdbc().sql("select 1").query().singleRow())
        .isInstanceOf(DataAccessException.class);
  }

  /** As pg_dump does, for as long as it takes. */
  @Test
  void tables_of_an_older_version_that_somebody_reads_are_changed_when_that_has_ended()
      throws SQLException {
    acquire(firstSession, first).close();
    database.jdbc().sql("drop table lockstep.invalid_before").update();
    database.jdbc().sql("delete from lockstep.schema_history where version > '5'").update();
    database
        .jdbc()
        .sql("alter table lockstep.lease drop column work_pid, drop column work_start")
        .update();
    try (Connection reader = database.connect()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("select 1 from lockstep.lease");
      firstSession.jdbc().sql("set lock_timeout = '50ms'").update();
      secondSession.jdbc().sql("set lock_timeout = '50ms'").update();
      assertThat(
              problem(
                      ExitCode.LOCK_NOT_OBTAINED,
                      () -> acquire(firstSession, first, new ManualClock(() -> {})))
                  .text())
          .contains("own tables", "keeps one of them locked", "pg_locks");
      firstSession.close();
      CancellableClock untilRead = new ManualClock(() -> rollBack(reader));
      acquire(secondSession, second, untilRead).close();
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_session_that_has_a_dead_ones_id_since_the_servers_restart_is_left_alone() {
    acquire(firstSession, first).close();
    String weak = weakRole();
    acquire(firstSession, first);
    firstSession.close();
    database
        .jdbc()
        .sql(
            "update lockstep.lease set session_pid = :pid, session_start = pg_postmaster_start_time() - interval '1 h'")
        .param("pid", secondSession.pid())
        .update();
    try (Session heir = openAs(weak)) {
      acquire(heir, Holder.thisProcess("heir"), new ManualClock(() -> {})).close();
    }
    secondSession.jdbc().sql("select 1").query().singleRow();
  }

  @Test
  void a_frozen_holder_whose_sessions_a_role_may_not_end_is_named_with_its_processes() {
    acquire(firstSession, first).close();
    String weak = weakRole();
    HeldLock frozen = acquire(firstSession, first);
    frozen.timer().shutdownNow(); // nobody extends it
    expireLease();
    try (Session heir = openAs(weak)) {
      assertThat(
              problem(
                      ExitCode.LOCK_NOT_OBTAINED,
                      () -> acquire(heir, second, new ManualClock(() -> {})))
                  .text())
          .contains(
              first.name(),
              "has run out",
              "process " + firstSession.pid(),
              "pg_terminate_backend()");
    }
  }

  private String weakRole() {
    String weak = "weak_" + database.name();
    database.jdbc().sql("create role " + weak + " login").update();
    database.jdbc().sql("grant all on schema lockstep to " + weak).update();
    database.jdbc().sql("grant all on all tables in schema lockstep to " + weak).update();
    return weak;
  }

  private Session openAs(String role) {
    return new Connector(database.settings(role), new ProcessClock(), PATIENCE).open(role);
  }

  @Test
  void a_holder_that_has_lost_its_lease_leaves_its_row_and_the_next_ends_its_sessions() {
    HeldLock lost = acquire(firstSession, first);
    try (Session work = open(first)) {
      lost.workOn(work);
      lost.beginWork();
      expireLease();
      lost.lease().extend();
      assertThat(problem(ExitCode.LOCK_NOT_OBTAINED, lost::check).text())
          .contains("lost")
          .doesNotContain("rolled back");
      assertThatThrownBy(() -> work.jdbc().sql("select 1").query().singleRow())
          .as("it has been ended on the server")
          .isInstanceOf(DataAccessException.class);
    }
    lost.close();
    assertThat(new LeaseTable(database.jdbc()).read())
        .get()
        .extracting(LeaseRow::token)
        .isEqualTo(first.token());
    acquire(secondSession, second).close();
  }

  @Test
  void a_take_over_waits_until_an_orphan_that_it_may_not_end_has_ended() {
    acquire(firstSession, first).close();
    String weak = weakRole();
    HeldLock held = acquire(firstSession, first);
    Session orphan = open(first);
    held.workOn(orphan);
    held.beginWork();
    firstSession.close();
    try (Session heir = openAs(weak)) {
      assertThat(
              problem(
                      ExitCode.LOCK_NOT_OBTAINED,
                      () -> acquire(heir, second, new ManualClock(() -> {})))
                  .text())
          .contains("still at work", "process", String.valueOf(orphan.pid()));
      acquire(heir, second, new ManualClock(orphan::close)).close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
  void the_fence_is_passed_by_a_transaction_that_is_older_than_the_leases_last_extension(
      String isolation) throws SQLException {
    try (HeldLock held = acquire(firstSession, first);
        Connection work = database.connect()) {
      work.setAutoCommit(false);
      work.createStatement().execute("set transaction isolation level " + isolation);
      work.createStatement().execute("select 1 from lockstep.lease");
      held.lease().extend();
      held.fence().verify(work);
      held.lease().extend(); // it is not kept waiting by who has passed the fence
      assertThat(held.lease().isLost()).isFalse();
      work.commit();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
  void the_fence_is_not_passed_once_another_has_taken_over(String isolation) throws SQLException {
    HeldLock held = acquire(firstSession, first);
    try (Connection work = database.connect()) {
      work.setAutoCommit(false);
      work.createStatement().execute("set transaction isolation level " + isolation);
      work.createStatement().execute("select 1 from lockstep.lease");
      firstSession.close();
      acquire(secondSession, second);
      assertThatThrownBy(() -> held.fence().verify(work)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void the_fence_lets_only_the_holder_of_a_living_lease_pass() throws SQLException {
    HeldLock held = acquire(firstSession, first);
    try (Connection work = database.connect()) {
      held.fence().verify(work);
      expireLease();
      assertThat(problem(ExitCode.LOCK_NOT_OBTAINED, () -> held.fence().verify(work)).text())
          .contains("lost");
      firstSession.close();
      try (HeldLock next = acquire(secondSession, second)) {
        problem(ExitCode.LOCK_NOT_OBTAINED, () -> held.fence().verify(work));
        next.fence().verify(work);
      }
    }
  }

  @Test
  void nobody_takes_over_between_the_fence_and_the_commit() throws SQLException {
    HeldLock held = acquire(firstSession, first);
    try (Connection work = database.connect();
        Connection thief = database.connect()) {
      work.setAutoCommit(false);
      held.fence().verify(work);
      thief.createStatement().execute("set lock_timeout = '50ms'");
      assertThatThrownBy(() -> thief.createStatement().execute("delete from lockstep.lease"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
      work.commit();
      thief.createStatement().execute("delete from lockstep.lease");
      assertThatThrownBy(() -> held.fence().verify(work)).hasMessageContaining("lost");
    }
  }

  @Test
  void times_are_the_databases_whatever_this_machines_clock_says() {
    acquire(firstSession, first);
    Instant until =
        database
            .jdbc()
            .sql("select lock_until from lockstep.lease")
            .query(OffsetDateTime.class)
            .single()
            .toInstant();
    Instant now = DatabaseClock.read(database.jdbc()).instant();
    assertThat(Duration.between(now, until)).isBetween(LEASE.minusSeconds(5), LEASE);
    assertThat(ClockProvider.now()).isBetween(now.minusSeconds(5), now.plusSeconds(5));
  }

  @Test
  void an_extension_that_fails_once_does_not_end_the_extensions() {
    try (HeldLock held = acquire(firstSession, first)) {
      Lease lease = held.lease();
      firstSession.jdbc().sql("set statement_timeout = '1ms'").update();
      firstSession.jdbc().sql("set default_transaction_read_only = on").update();
      lease.extend();
      firstSession.jdbc().sql("set default_transaction_read_only = off").update();
      firstSession.jdbc().sql("set statement_timeout = 0").update();
      database
          .jdbc()
          .sql("update lockstep.lease set lock_until = clock_timestamp() + interval '2 s'")
          .update();
      lease.extend();
      assertThat(lease.isLost()).isFalse();
      assertThat(
              database
                  .jdbc()
                  .sql(
                      "select lock_until > clock_timestamp() + interval '20 s' from lockstep.lease")
                  .query(Boolean.class)
                  .single())
          .isTrue();
    }
  }

  @Test
  void the_tables_of_a_newer_lockstep_are_left_alone() {
    acquire(firstSession, first).close();
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.schema_history
                   (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            values (99, '99', 'from the future', 'SQL', 'V99__from_the_future.sql', 1, 'x', 1, true)
            """)
        .update();
    database
        .jdbc()
        .sql("alter table lockstep.lease add column from_the_future int default 1")
        .update();
    acquire(secondSession, second).close();
  }

  @Test
  void our_newest_table_version_is_the_one_that_is_asked_for() {
    acquire(firstSession, first).close();
    assertThat(
            database
                .jdbc()
                .sql("select max(version) from lockstep.schema_history")
                .query(String.class)
                .single())
        .isEqualTo("7");
  }
}
