package io.lockstep.lock;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.ManualClock;
import io.lockstep.ProcessClock;
import io.lockstep.database.Session;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** Rule 5: the dead don't block. */
class LockTakeoverTest extends TwoHolders {
  @Test
  void a_dead_holders_lease_is_taken_over_at_once() {
    acquire(firstSession, first);
    kill(firstSession);
    ManualClock clock = new ManualClock(() -> {});
    try (HeldLock held = acquire(secondSession, second, clock)) {
      assertThat(clock.elapsed()).as("it waits for no lease").isLessThan(PATIENCE);
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
      kill(firstSession);
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

  @Test
  void a_session_that_has_a_dead_ones_id_since_the_servers_restart_is_left_alone() {
    acquire(firstSession, first).close();
    String weak = weakRole();
    acquire(firstSession, first);
    kill(firstSession);
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
  void a_holder_that_ends_while_its_session_is_still_at_work_leaves_its_row() {
    acquire(firstSession, first).close();
    LockstepException asked = new LockstepException(ExitCode.TERMINATED, "asked to end", "-", "-");
    ManualClock ending =
        new ManualClock(
            () -> {
              throw asked;
            });
    try (Session control = openAs(weakRole());
        Session work = open(first)) {
      HeldLock held = acquire(control, first, ending);
      held.workOn(work); // of a role whose sessions it may not end
      held.beginWork();
      problem(ExitCode.TERMINATED, held::endWork);
      held.close();
      assertThat(new LeaseTable(database.jdbc()).read())
          .get()
          .extracting(LeaseRow::token)
          .isEqualTo(first.token());
      acquire(secondSession, second).close();
      assertThatThrownBy(() -> work.jdbc().sql("select 1").query().singleRow())
          .as("the next holder has ended it")
          .isInstanceOf(DataAccessException.class);
    }
  }

  @Test
  void a_take_over_waits_until_an_orphan_that_it_may_not_end_has_ended() {
    acquire(firstSession, first).close();
    String weak = weakRole();
    HeldLock held = acquire(firstSession, first);
    Session orphan = open(first);
    held.workOn(orphan);
    held.beginWork();
    kill(firstSession);
    try (Session heir = openAs(weak)) {
      assertThat(
              problem(
                      ExitCode.LOCK_NOT_OBTAINED,
                      () -> acquire(heir, second, new ManualClock(() -> {})))
                  .text())
          .contains("still at work", "process", String.valueOf(orphan.pid()));
      acquire(heir, second, new ManualClock(() -> kill(orphan))).close();
    }
  }
}
