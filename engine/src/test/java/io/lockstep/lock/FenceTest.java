package io.lockstep.lock;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.ExitCode;
import io.lockstep.database.Session;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is committed by a process that no longer holds the lock. */
class FenceTest extends TwoHolders {
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
      pass(held, work);
      held.lease().extend(); // it is not kept waiting by who has passed the fence
      assertThat(held.lease().isLost()).isFalse();
      work.commit();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
  void the_fence_is_not_passed_once_another_has_taken_over(String isolation) throws SQLException {
    HeldLock held = acquire(firstSession, first);
    try (Session session = open(first)) {
      Connection work = session.connection();
      work.setAutoCommit(false);
      work.createStatement().execute("set transaction isolation level " + isolation);
      work.createStatement().execute("select 1 from lockstep.lease");
      firstSession.close();
      acquire(secondSession, second);
      assertThatThrownBy(() -> commit(held, session)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void the_fence_lets_only_the_holder_of_a_living_lease_pass() {
    HeldLock held = acquire(firstSession, first);
    try (Session work = open(first)) {
      commit(held, work);
      expireLease();
      assertThat(problem(ExitCode.LOCK_NOT_OBTAINED, () -> commit(held, work)).text())
          .contains("lost");
      firstSession.close();
      try (HeldLock next = acquire(secondSession, second)) {
        problem(ExitCode.LOCK_NOT_OBTAINED, () -> commit(held, work));
        commit(next, work);
      }
    }
  }

  @Test
  void nobody_takes_over_between_the_fence_and_the_commit() throws SQLException {
    HeldLock held = acquire(firstSession, first);
    try (Connection work = database.connect();
        Connection thief = database.connect()) {
      work.setAutoCommit(false);
      pass(held, work);
      thief.createStatement().execute("set lock_timeout = '50ms'");
      assertThatThrownBy(() -> thief.createStatement().execute("delete from lockstep.lease"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
      work.commit();
      thief.createStatement().execute("delete from lockstep.lease");
      assertThatThrownBy(() -> pass(held, work)).hasMessageContaining("lost");
    }
  }

  private static void pass(HeldLock held, Connection work) throws SQLException {
    work.createStatement().execute(held.fence().check());
  }

  private static void commit(HeldLock held, Session work) {
    try {
      held.fence().commit(work);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
