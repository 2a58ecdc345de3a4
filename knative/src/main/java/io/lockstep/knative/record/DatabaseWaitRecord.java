package io.lockstep.knative.record;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.database.Settings;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.polling.OneLine;
import io.lockstep.knative.rollout.WaitRecord;
import io.lockstep.program.EnvironmentSettings;
import io.lockstep.waiting.ContractWaitWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;

/**
 * Lets {@code status} and the function show what a release waits for. It opens a short session for
 * each write; a wait goes on if the database is away.
 */
public final class DatabaseWaitRecord implements WaitRecord {
  /** Who reads takes older names for out of date. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

  private final Connector connector;
  private final CancellableClock clock;
  private final ChangeLog log;
  private final String release;
  private Optional<List<String>> written = Optional.empty();
  private Duration writtenAt = Duration.ZERO;

  /** The record of a release in this database. */
  public DatabaseWaitRecord(
      Settings settings, CancellableClock clock, ChangeLog log, String release) {
    this.connector = new Connector(settings, clock, Duration.ZERO);
    this.clock = clock;
    this.log = log;
    this.release = release;
  }

  /** The database of the environment; empty if it names none. */
  public static Optional<Settings> settings() {
    EnvironmentSettings environment = EnvironmentSettings.read();
    return Stream.of("POSTGRES_HOST", "POSTGRES_URI", "POSTGRES_URI_FILE")
            .anyMatch(name -> environment.value(name).isPresent())
        ? Optional.of(environment.settings())
        : Optional.empty();
  }

  @Override
  public void waitsFor(List<String> names) {
    Duration now = clock.elapsed();
    if (written.filter(names::equals).isPresent() && now.minus(writtenAt).compareTo(AGAIN) < 0) {
      return;
    }
    written = Optional.of(names);
    writtenAt = now;
    write(writer -> writer.waitsFor(release, names));
  }

  @Override
  public void over() {
    write(writer -> writer.over(release));
  }

  private void write(Consumer<ContractWaitWriter> change) {
    try (Session session = connector.open("lockstep contract wait")) {
      session.setNetworkTimeout(LONGEST_ANSWER);
      change.accept(new ContractWaitWriter(session.jdbc()));
      log.forget("database");
    } catch (LockstepException | DataAccessException e) {
      log.print(
          "database",
          "status can't show this wait, which goes on: "
              + OneLine.of(String.valueOf(e.getMessage())));
    }
  }
}
