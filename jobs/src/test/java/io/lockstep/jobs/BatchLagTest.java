package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches wait for a standby that is behind. */
class BatchLagTest {
  @TempDir private Path db;
  @TempDir private Path data;
  private Replicas replicas;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void aStandbyThatIsBehind() throws IOException, SQLException {
    replicas = Replicas.start(data);
    replicas.standby().sql("alter system set recovery_min_apply_delay = '2s'").update();
    replicas.standby().sql("select pg_reload_conf()").query().singleRow();
    launch =
        LockstepProcess.Launch.on(TestDatabase.create(), db)
            .with("POSTGRES_PORT", String.valueOf(replicas.primaryPort()))
            .with("POSTGRES_DB", "postgres");
    new MigrationFolder(db)
        .file("main/lockstep.properties", "batch.max-lag=1s\nbatch.pace=0")
        .file(
            "main/V0001__t.sql",
            "create table t (id int primary key, a int); insert into t select n from generate_series(1, 20000) n;")
        .file(
            "main/V0002__fill.sql",
            """
            -- lockstep: batch
            with slow as materialized (select pg_sleep(0.05))
            update t set a = 1 from slow where id in (select id from t where a is null order by id limit 10);
            """);
  }

  @AfterEach
  void stop() throws IOException {
    replicas.close();
  }

  @Test
  void a_batch_waits_while_a_standby_is_further_behind_than_is_allowed() {
    try (LockstepProcess process = launch.start("migrate", "main latest")) {
      process.says("waiting before the next batch: a standby is ");
      assertThat(process.err()).contains("s behind, and batch.max-lag is 1.0 s");
      process.terminate();
      process.exitsWith(ExitCode.TERMINATED.code());
    }
    int left = ThirtySet.count(replicas.primary(), "select count(*) from t where a is null");
    assertThat(left).isPositive();
  }

  @Test
  void a_role_that_may_not_see_the_standbys_is_told_so_and_does_not_wait() {
    replicas.primary().sql("create role app login").update();
    replicas.primary().sql("grant create on database postgres to app").update();
    replicas.primary().sql("grant create, usage on schema public to app").update();
    try (LockstepProcess process =
        launch.with("POSTGRES_USER", "app").start("migrate", "main latest")) {
      process.says("this role may not see how far the standbys are behind");
      process.terminate();
      process.exitsWith(ExitCode.TERMINATED.code());
      assertThat(process.err()).doesNotContain("waiting before the next batch");
    }
  }
}
