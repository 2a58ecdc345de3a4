package io.lockstep.jobs;

import io.lockstep.Pace;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.run.Lockstep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command can be told. */
final class CommonOptions {
  @Option(
      names = "--db",
      paramLabel = "DIR",
      defaultValue = "${env:LOCKSTEP_DB:-db}",
      description = "Folder with a folder of migrations per app. Default: LOCKSTEP_DB, else db.")
  private Path db;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description =
          "Settings that the environment doesn't give. Default: .env in the working directory.")
  private Optional<Path> envFile;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Option(
      names = "--connect-wait",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long to keep trying to reach the database. Default: 60s.")
  private Duration connectWait;

  @Option(names = "--verbose", description = "Show more, with stack traces.")
  private boolean verbose;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CommonOptions() {}

  Lockstep lockstep(Pace pace) {
    LogSetup.verbose(verbose);
    Settings settings = EnvironmentSettings.read(envFile);
    return new Lockstep(new Connector(settings, pace, connectWait), CatalogReader.read(db), pace);
  }

  boolean json() {
    return json;
  }
}
