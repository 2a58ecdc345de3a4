package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.OwnServer;
import io.lockstep.ProcessClock;
import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.run.report.RunListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server ends at once after Lockstep: what a run has said is on its disk. */
class ServerCrashTest {
  @TempDir private Path db;
  @TempDir private Path data;
  private OwnServer server;

  @BeforeEach
  void start() {
    new MigrationFolder(db).threeTables();
    server = OwnServer.start(data);
    // by itself, the server would have all on its disk a fifth of a second later
    server.jdbc().sql("alter system set wal_writer_delay = '10s'").update();
    server.restart("fast");
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void a_run_that_is_done_stays_done() {
    server.lockstep(db).migrate(targets("main 2"));
    server.restart("immediate");
    assertThat(results()).containsExactly("done at 0002");
    assertThat(
            server
                .jdbc()
                .sql("select count(*) from lockstep.fingerprint")
                .query(Long.class)
                .single())
        .isOne();
  }

  @Test
  void runs_with_nothing_to_do_in_many_schemas_stay_recorded() {
    List<String> schemas = List.of("one", "two", "three");
    schemas.forEach(schema -> server.jdbc().sql("create schema " + schema).update());
    try (DatabaseRuns runs = runs()) {
      schemas.forEach(schema -> runs.migrate(schema, targets("main 2"), RunListener.NONE));
    }
    try (DatabaseRuns runs = runs()) {
      for (String schema : schemas) {
        assertThat(runs.glance(schema, targets("main 2"), RunListener.NONE)).isPresent();
      }
    }
    server.restart("immediate");
    assertThat(results()).hasSize(6).containsOnly("done at 0002");
  }

  private DatabaseRuns runs() {
    ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
    Catalog catalog = CatalogReader.read(db);
    return new DatabaseRuns(
        new Connector(server.settings(), clock, Duration.ofSeconds(10)), catalog, clock, Set.of());
  }

  private List<String> results() {
    return server
        .jdbc()
        .sql("select result || ' at ' || to_version from lockstep.run order by id")
        .query(String.class)
        .list();
  }
}
