package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.placeholders.Placeholders;
import io.lockstep.run.report.RunListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Builds a {@link Lockstep}; only a database and a folder of migrations are required. */
public final class LockstepBuilder {
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);

  private Optional<Settings> database = Optional.empty();
  private Optional<Path> migrations = Optional.empty();
  private final Map<String, String> placeholders = new HashMap<>();
  private Duration wait = DEFAULT_WAIT;
  private CancellableClock clock = new ProcessClock();
  private RunListener listener = RunListener.NONE;

  LockstepBuilder() {}

  /** The database to migrate. */
  public LockstepBuilder database(Settings settings) {
    database = Optional.of(settings);
    return this;
  }

  /** The folder that contains a folder for each app. */
  public LockstepBuilder migrations(Path folder) {
    migrations = Optional.of(folder);
    return this;
  }

  /** A value for the placeholders of this name in scripts, before that of the app's file. */
  public LockstepBuilder placeholder(String name, String value) {
    placeholders.put(Placeholders.variable(name), value);
    return this;
  }

  /** The time to wait for a database that can't be reached; by default 30 s. */
  public LockstepBuilder waitingForDatabase(Duration longest) {
    wait = longest;
    return this;
  }

  /** The clock that can end a run's waits; by default the process's time, which nothing ends. */
  public LockstepBuilder clock(CancellableClock clock) {
    this.clock = clock;
    return this;
  }

  /** Receives the events of runs. */
  public LockstepBuilder listener(RunListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Reads the folder, and does not connect to the database yet.
   *
   * @throws LockstepException ({@link io.lockstep.ExitCode#USAGE}) if the folder can't be read, or
   *     has files that are not migrations
   * @throws IllegalStateException if the database or the folder was not given
   */
  public Lockstep build() {
    Settings settings =
        database.orElseThrow(() -> new IllegalStateException("the database was not given"));
    Path folder =
        migrations.orElseThrow(() -> new IllegalStateException("the folder was not given"));
    return new Lockstep(
        new Connector(settings, clock, wait),
        CatalogReader.read(folder, placeholders),
        clock,
        listener);
  }
}
