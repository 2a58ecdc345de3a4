package io.lockstep.lock;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Lockstep's own tables, which the lock's holder brings up to date. */
class TablesUnderLockTest extends TwoHolders {
  /** As pg_dump does, for as long as it takes. */
  @Test
  void tables_of_an_older_version_that_somebody_reads_are_changed_when_that_has_ended()
      throws SQLException {
    acquire(firstSession, first).close();
    database
        .jdbc()
        .sql(
            "drop table lockstep.invalid_before, lockstep.step, lockstep.batch, lockstep.contract_wait, lockstep.fingerprint_part")
        .update();
    database.jdbc().sql("alter table lockstep.applied drop column contract").update();
    database.jdbc().sql("alter table lockstep.run drop column held_back").update();
    database
        .jdbc()
        .sql("alter table lockstep.fingerprint drop column mark, drop column mark_xid")
        .update();
    database.jdbc().sql("delete from lockstep.schema_history where version::int > 5").update();
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
                .sql("select max(version::int) from lockstep.schema_history")
                .query(String.class)
                .single())
        .isEqualTo("13");
  }
}
