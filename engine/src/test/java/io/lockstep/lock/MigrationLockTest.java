package io.lockstep.lock;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import net.javacrumbs.shedlock.core.ClockProvider;
import org.junit.jupiter.api.Test;

/** Rule 1: one at a time. */
class MigrationLockTest extends TwoHolders {
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
  void a_waiter_that_gives_up_says_who_holds_the_lock_and_since_when() {
    acquire(firstSession, first);
    CancellableClock impatient = new ManualClock(() -> {});
    assertThat(
            problem(ExitCode.LOCK_NOT_OBTAINED, () -> acquire(secondSession, second, impatient))
                .text())
        .contains(first.name(), "since 20", "--lock-wait");
  }

  @Test
  void a_waiter_that_waits_long_asks_once_a_second_with_one_statement() {
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

  private OffsetDateTime until() {
    return database
        .jdbc()
        .sql("select lock_until from lockstep.lease")
        .query(OffsetDateTime.class)
        .single();
  }

  @Test
  void times_are_the_databases_whatever_this_machines_clock_says() {
    acquire(firstSession, first);
    Instant until = until().toInstant();
    Instant now = DatabaseClock.read(database.jdbc()).instant();
    assertThat(Duration.between(now, until)).isBetween(Duration.ZERO, LEASE);
    assertThat(ClockProvider.now()).isBetween(now.minus(LEASE), now.plus(LEASE));
  }

  @Test
  void an_extension_that_fails_once_does_not_end_the_extensions() {
    try (HeldLock held = acquire(firstSession, first)) {
      Lease lease = held.lease();
      firstSession.jdbc().sql("set default_transaction_read_only = on").update();
      OffsetDateTime before = until();
      lease.extend();
      assertThat(until()).as("it has failed").isEqualTo(before);
      firstSession.jdbc().sql("set default_transaction_read_only = off").update();
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
}
