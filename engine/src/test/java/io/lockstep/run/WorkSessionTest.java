package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever takes over ends the session that works, by what the lease's row says of it. */
class WorkSessionTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @Test
  void a_run_that_compares_the_schema_has_written_down_its_session() throws SQLException {
    new MigrationFolder(folder).threeTables();
    database.lockstep(folder).migrate(targets("main 1"));
    try (Connection other = database.connect()) {
      other.setAutoCommit(false);
      other.createStatement().execute("lock table pg_catalog.pg_policy in access exclusive mode");
      CompletableFuture<RunReport> run =
          CompletableFuture.supplyAsync(
              () -> database.lockstep(folder).migrate(targets("main latest")),
              command -> new Thread(command).start());
      Patience.await().until(() -> !comparing().isEmpty());
      assertThat(
              database
                  .jdbc()
                  .sql("select work_pid from lockstep.lease")
                  .query(Integer.class)
                  .list())
          .isEqualTo(comparing());
      other.rollback();
      assertThat(run.join().result()).hasToString("done");
    }
  }

  @Test
  void a_run_that_has_logged_in_again_has_written_down_its_session_before_any_script() {
    database.jdbc().sql("create schema outside").update();
    database.jdbc().sql("create table outside.seen (ours boolean)").update();
    new MigrationFolder(folder)
        .file(
            "main/V0001__a.sql",
            "alter database %s set work_mem = '8MB';".formatted(database.name()))
        .file(
            "main/afterMigrate.sql",
            """
            -- lockstep: no-transaction
            insert into outside.seen select work_pid = pg_backend_pid() from lockstep.lease;
            """);
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(database.jdbc().sql("select ours from outside.seen").query(Boolean.class).list())
        .containsExactly(true);
  }

  @Test
  void a_script_that_keeps_catalogs_locked_for_longer_than_the_lease_keeps_its_lease() {
    new MigrationFolder(folder)
        .threeTables()
        .file(
            "main/V0002__b.sql",
            """
            lock table pg_catalog.pg_class, pg_catalog.pg_attribute, pg_catalog.pg_index, pg_catalog.pg_type,
              pg_catalog.pg_namespace, pg_catalog.pg_proc, pg_catalog.pg_operator, pg_catalog.pg_statistic;
            create table b (id int);
            select pg_sleep(5);
            """);
    RunReport run = database.lockstep(folder).migrate(with(Duration.ofSeconds(3), "main latest"));
    assertThat(run.result()).hasToString("done");
  }

  private List<Integer> comparing() {
    return database
        .jdbc()
        .sql(
            "select pid from pg_locks where not granted and relation = 'pg_catalog.pg_policy'::regclass")
        .query(Integer.class)
        .list();
  }
}
