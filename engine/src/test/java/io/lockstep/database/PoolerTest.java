package io.lockstep.database;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Exit;
import io.lockstep.MigrationFolder;
import io.lockstep.StoppablePace;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.run.Lockstep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolerTest {
  @TempDir Path folder;
  @TempDir Path pooler;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(folder).threeTables();
  }

  private Lockstep through(PgBouncer bouncer) {
    StoppablePace pace = new StoppablePace();
    return new Lockstep(
        new Connector(bouncer.through(database.settings()), pace, Duration.ofSeconds(10)),
        CatalogReader.read(folder),
        pace);
  }

  @Test
  void a_pooler_in_transaction_mode_is_recognized_and_refused() throws IOException {
    try (PgBouncer bouncer = PgBouncer.start(pooler, "transaction")) {
      assertThat(
              problem(Exit.REFUSED, () -> through(bouncer).migrate(targets("main latest"))).text())
          .contains("pooler in transaction mode", "direct connection");
      assertThat(database.fingerprint()).isEmpty();
    }
  }

  @Test
  void a_pooler_in_session_mode_is_as_good_as_none() throws IOException {
    try (PgBouncer bouncer = PgBouncer.start(pooler, "session")) {
      through(bouncer).migrate(targets("main latest", "main 1"));
      assertThat(database.fingerprint()).contains("relation a").doesNotContain("relation b");
    }
  }
}
