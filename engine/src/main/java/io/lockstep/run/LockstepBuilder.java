package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.run.report.RunListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What a {@link Lockstep} needs: a database and a folder of migrations; all else has a default. */
public final class LockstepBuilder {
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);

  private Optional<Settings> database = Optional.empty();
  private Optional<Path> migrations = Optional.empty();
  private Duration wait = DEFAULT_WAIT;
  private CancellableClock clock = new ProcessClock();
  private RunListener listener = RunListener.NONE;

  LockstepBuilder() {}

  /** The database to migrate. */
  public LockstepBuilder database(Settings settings) {
    database = Optional.of(settings);
    return this;
  }

  /** The folder that has a folder for each app. */
  public LockstepBuilder migrations(Path folder) {
    migrations = Optional.of(folder);
    return this;
  }

  /** How long to wait for a database that can't be reached; 30 s if not given. */
  public LockstepBuilder waitingForDatabase(Duration longest) {
    wait = longest;
    return this;
  }

  /** What ends the waits of a run; the time of this process if not given, which nothing ends. */
  public LockstepBuilder clock(CancellableClock clock) {
    this.clock = clock;
    return this;
  }

  /** Is told what happens in runs. */
  public LockstepBuilder listener(RunListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Reads the folder; nothing is asked of the database yet.
   *
   * @throws LockstepException ({@link io.lockstep.ExitCode#USAGE}) if the folder can't be read, or
   *     has files that are no migrations
   * @throws IllegalStateException if the database or the folder was not given
   */
  public Lockstep build() {
    Settings settings =
        database.orElseThrow(() -> new IllegalStateException("the database was not given"));
    Path folder =
        migrations.orElseThrow(() -> new IllegalStateException("the folder was not given"));
    return new Lockstep(
        new Connector(settings, clock, wait), CatalogReader.read(folder), clock, listener);
  }
}
