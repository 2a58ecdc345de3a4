package io.lockstep.lock;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.withoutWait;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.OwnServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No commit of a holder ends while its synchronous standby is away. */
class SynchronousStandbyTest {
  @TempDir private Path db;
  @TempDir private Path data;

  @Test
  void a_holder_whose_commit_waits_for_a_standby_is_told_as_that() throws Exception {
    new MigrationFolder(db).threeTables();
    try (OwnServer server = OwnServer.start(data)) {
      server.lockstep(db).migrate(targets("main 1"));
      JdbcClient jdbc = JdbcClient.create(server.settings().dataSource("administrator"));
      jdbc.sql("alter system set synchronous_standby_names = 'nobody'").update();
      jdbc.sql("select pg_reload_conf()").query().singleRow();
      await()
          .until(
              () ->
                  jdbc.sql("show synchronous_standby_names")
                      .query(String.class)
                      .single()
                      .equals("nobody"));
      Thread holder = new Thread(() -> hold(server), "holder");
      holder.start();
      await()
          .until(
              () ->
                  jdbc.sql(
                          "select exists (select from pg_stat_activity where wait_event = 'SyncRep')")
                      .query(Boolean.class)
                      .single());
      assertThat(
              problem(
                      ExitCode.LOCK_NOT_OBTAINED,
                      () -> server.lockstep(db).migrate(withoutWait("main 2")))
                  .text())
          .contains("synchronous_standby_names");
      jdbc.sql("alter system reset synchronous_standby_names").update();
      jdbc.sql("select pg_reload_conf()").query().singleRow();
      holder.join();
      server.lockstep(db).migrate(targets("main 2"));
    }
  }

  private static void hold(OwnServer server) {
    try (Connection connection = server.settings().dataSource("holder").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock(x'6C6F636B73746570'::bigint)");
      statement.execute("create table waits ()");
      statement.execute("drop table waits");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
