package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

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

/** Rule 9 where a statement has no transaction, such as CREATE INDEX CONCURRENTLY. */
class ConcurrentLockTimeoutTest extends LockedTable {
  @Test
  void a_statement_without_a_transaction_gives_way_to_readers_and_is_tried_again_by_itself()
      throws SQLException {
    new MigrationFolder(folder)
        .file(
            "main/V2__w.sql",
            """
            -- lockstep: no-transaction
            create table once (id int);
            /* CONCURRENTLY */ alter table t add column w int; -- CONCURRENTLY
            """);
    database.lockstep(folder).migrate(targets("main 1"));
    try (Connection blocker = longReader();
        Connection reader = database.connect()) {
      CompletableFuture<RunReport> run = start(new Retries(SHORT, 100), "main 2");
      Patience.await().until(this::isWaiting);
      reader.createStatement().execute("set statement_timeout = '60s'");
      reader.createStatement().execute("select * from t");
      blocker.rollback();
      assertThat(run.join().result()).hasToString("done");
    }
  }

  @Test
  void a_statement_without_a_transaction_ends_with_exit_5_when_its_table_stays_locked()
      throws SQLException {
    new MigrationFolder(folder)
        .file("main/V2__w.sql", "-- lockstep: no-transaction\nalter table t add column w int;");
    database.lockstep(folder).migrate(targets("main 1"));
    try (Connection blocker = longReader()) {
      assertThat(staysLocked(2)).contains("V2__w.sql", "55P03", "outside a transaction");
      blocker.rollback();
    }
    database.lockstep(folder).migrate(targets("main 2"));
  }

  @Test
  void a_partition_that_is_detached_concurrently_gives_way_to_its_readers() throws SQLException {
    new MigrationFolder(folder)
        .file(
            "main/V1__t.sql",
            "create table t (v int) partition by list (v); create table t1 partition of t for values in (1);")
        .file(
            "main/V2__w.sql",
            "-- lockstep: no-transaction\nalter table t detach partition t1 concurrently -- CONCURRENTLY\n;");
    database.lockstep(folder).migrate(targets("main 1"));
    try (Connection blocker = database.connect();
        Connection reader = database.connect()) {
      blocker.setAutoCommit(false);
      blocker.createStatement().execute("select * from t1");
      CompletableFuture<RunReport> run = start(new Retries(SHORT, 100), "main 2");
      Patience.await().until(this::isWaiting);
      reader.createStatement().execute("set statement_timeout = '60s'");
      reader.createStatement().execute("select * from t1");
      assertThat(run).as("while it is read").isNotDone();
      blocker.rollback();
      assertThat(run.join().result()).hasToString("done");
    }
    assertThat(
            database
                .jdbc()
                .sql("select count(*) from pg_inherits where inhparent = 't'::regclass")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void an_index_that_is_built_concurrently_waits_for_old_transactions_without_a_limit()
      throws SQLException {
    new MigrationFolder(folder)
        .file("main/V2__w.sql", "create index concurrently t_v_idx on t (v);");
    assertThatItWaitsForAnOldTransaction();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- lockstep: no-transaction\n-- see db/*.sql\ncreate index concurrently t_v_idx on t (v);",
        "-- lockstep: no-transaction\ncreate /* of /* t */ */ unique index -- db/*\n concurrently \"/*\" on t (v);",
      })
  void an_index_is_built_concurrently_whatever_the_comments_beside_it(String script)
      throws SQLException {
    new MigrationFolder(folder).file("main/V2__w.sql", script);
    assertThatItWaitsForAnOldTransaction();
  }

  private void assertThatItWaitsForAnOldTransaction() throws SQLException {
    database.lockstep(folder).migrate(targets("main 1"));
    try (Connection old = database.connect()) {
      old.setAutoCommit(false);
      old.createStatement().execute("insert into t values (1)");
      CompletableFuture<RunReport> run = start(new Retries(Duration.ofMillis(100), 1), "main 2");
      Patience.await().until(this::isWaiting);
      Patience.await()
          .pollDelay(Duration.ofMillis(400)) // for longer than the limit of other statements
          .until(this::isWaiting);
      old.commit();
      assertThat(run.join().result()).hasToString("done");
    }
  }
}
