package io.lockstep.progress;

import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lockstep.CancellableClock;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.PausedIndex;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.database.Settings;
import io.lockstep.run.Lockstep;
import io.lockstep.status.Status;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A real CREATE INDEX, held in the middle of its scan. */
class ProgressTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private final Reader reader = new Reader(database.name() + "_reader", "secret");
  private final SetPace clock = new SetPace();
  private PausedIndex index;
  private CompletableFuture<Void> run;

  @BeforeEach
  void pause() throws SQLException {
    index = PausedIndex.in(database, new MigrationFolder(folder));
    database.lockstep(folder).migrate(with(reader, "big 1"));
    run =
        CompletableFuture.runAsync(
            () -> database.lockstep(folder, clock).migrate(targets("big latest")));
    index.awaitPause();
  }

  @AfterEach
  void end() throws Exception {
    index.goOn();
    assertThat(run).succeedsWithin(Patience.LIMIT);
  }

  private Lockstep asReader() {
    Settings all = database.settings();
    Settings settings =
        new Settings(
            all.host(), all.port(), all.database(), reader.user(), "secret", all.tls(), "public");
    ProcessClock clock = new ProcessClock();
    return new Lockstep(
        new Connector(settings, clock, Duration.ofSeconds(10)), CatalogReader.read(folder), clock);
  }

  @Test
  void status_says_the_step_since_when_and_how_far_its_statement_is() throws Exception {
    Status status = database.lockstep(folder).status(List.of("big latest"));
    StatementProgress progress = status.progress().orElseThrow();
    assertThat(progress.command()).isEqualTo("CREATE INDEX");
    assertThat(progress.relation()).contains("big");
    assertThat(progress.phase()).contains("building index: scanning table");
    assertThat(progress.percent().orElseThrow()).isBetween(45, 55);
    assertThat(progress.hidden()).isFalse();
    assertThat(status.lines())
        .hasSize(3)
        .last()
        .isEqualTo(
            "CREATE INDEX on big: building index: scanning table, "
                + progress.percent().get()
                + " %");
    assertThat(status.facts())
        .hasSize(2)
        .last()
        .asString()
        .contains("step 1 of 1: V0002__index.sql since 20");

    index.goOn();
    assertThat(run).succeedsWithin(Patience.LIMIT);
    assertThat(database.lockstep(folder).status(List.of("big latest")).progress()).isEmpty();
  }

  @Test
  void a_role_that_only_reads_sees_the_command_and_with_a_grant_all_of_it() {
    StatementProgress progress = asReader().status(List.of("big latest")).progress().orElseThrow();
    assertThat(progress.line()).isEqualTo("CREATE INDEX");
    assertThat(progress.hidden()).isTrue();

    database.jdbc().sql("grant pg_read_all_stats to " + reader.user()).update();
    progress = asReader().status(List.of("big latest")).progress().orElseThrow();
    assertThat(progress.hidden()).isFalse();
    assertThat(progress.phase()).contains("building index: scanning table");
  }

  @Test
  void the_run_itself_says_it_every_ten_seconds() {
    Logger log = (Logger) LoggerFactory.getLogger("io.lockstep.run");
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.list = new CopyOnWriteArrayList<>();
    said.start();
    Level before = log.getLevel();
    log.setLevel(Level.INFO);
    log.addAppender(said);
    try {
      clock.wait(Duration.ofSeconds(10));
      await().untilAsserted(() -> assertThat(messages(said)).hasSize(1));
      clock.wait(Duration.ofSeconds(9));
      clock.awaitLooks();
      assertThat(messages(said)).hasSize(1);
      clock.wait(Duration.ofSeconds(1));
      await().untilAsserted(() -> assertThat(messages(said)).hasSize(2));
      assertThat(messages(said))
          .allSatisfy(
              line ->
                  assertThat(line)
                      .matches(
                          "step 1 of 1: CREATE INDEX on big: building index: scanning table, \\d+ %"));
    } finally {
      log.detachAppender(said);
      log.setLevel(before);
    }
  }

  private static List<String> messages(ListAppender<ILoggingEvent> said) {
    return said.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains("CREATE INDEX"))
        .toList();
  }

  /** Real waits, but a clock that a test sets, and that counts how often it is read. */
  private static final class SetPace implements CancellableClock {
    private final ProcessClock real = new ProcessClock();
    private volatile Duration now = Duration.ZERO;
    private volatile int looks;

    void wait(Duration time) {
      now = now.plus(time);
    }

    /** Until whoever looks at the clock has done so a few times more. */
    void awaitLooks() {
      int before = looks;
      await().until(() -> looks > before + 2);
    }

    @Override
    public synchronized Duration elapsed() {
      looks++;
      return now;
    }

    @Override
    public Duration uptime() {
      return Duration.ZERO;
    }

    @Override
    public boolean isEnding() {
      return false;
    }

    @Override
    public void pause(Duration duration) {
      real.pause(duration);
    }

    @Override
    public void checkpoint() {}
  }
}
