package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.network.Fault.Effect;
import io.lockstep.network.Message;
import io.lockstep.network.Network;
import io.lockstep.network.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is asked to end while it has no connection, or none to work on. */
class EndingWhileReconnectingTest {
  @TempDir private Path folder;

  private final TestDatabase database = TestDatabase.create();
  private final ProcessClock clock = new ProcessClock(() -> Duration.ZERO);

  @BeforeEach
  void threeTables() {
    new MigrationFolder(folder).threeTables();
  }

  @Test
  void a_run_that_is_asked_to_end_says_which_step_is_in_doubt() throws IOException {
    try (Network network = Network.to(TestDatabase.port(), this::isolate)) {
      assertSaysWhatIsInDoubt(network);
    }
  }

  /** Nobody is connected any more, nor can be. */
  private Effect isolate(Wire wire, Message message) {
    if (!message.text().contains("create table b (id")) {
      return Effect.PASSES;
    }
    close(wire.network());
    clock.stop();
    return Effect.CUT_BEFORE;
  }

  private static void close(Network network) {
    try {
      network.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_run_that_keeps_its_lock_and_is_asked_to_end_says_it_too() throws IOException {
    try (Network network = Network.to(TestDatabase.port(), this::leadAstray)) {
      assertSaysWhatIsInDoubt(network);
    }
  }

  /** Nobody else can connect any more. */
  private Effect leadAstray(Wire wire, Message message) {
    if (!message.text().contains("create table b (id")) {
      return Effect.PASSES;
    }
    wire.network().leadTo(1);
    clock.stop();
    return Effect.CUT_BEFORE;
  }

  private void assertSaysWhatIsInDoubt(Network network) {
    Lockstep lockstep =
        new Lockstep(
            new Connector(network.through(database.settings()), clock, Duration.ofSeconds(10)),
            CatalogReader.read(folder),
            clock);
    assertThat(problem(ExitCode.TERMINATED, () -> lockstep.migrate(targets("main latest"))).text())
        .contains("asked to end", "V0002__b.sql")
        .containsAnyOf("has committed is not known", "was rolled back");
  }
}
