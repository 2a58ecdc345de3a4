package io.lockstep.rehearse;

import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rehearsals on the server of the tests, and what they leave there. */
final class Rehearsing {
  private Rehearsing() {}

  /** On the configured server, from zero. */
  static RehearsalReport fromZero(TestDatabase database, Path db, String... targets) {
    return fromZero(database.settings(), db, targets);
  }

  static RehearsalReport fromZero(Settings settings, Path db, String... targets) {
    return on(settings, db)
        .run(new RehearseRequest(List.of(targets), true, false, Optional.empty()));
  }

  static Rehearsal on(Settings settings, Path db) {
    ProcessClock clock = new ProcessClock();
    return new Rehearsal(
        new Connector(settings, clock, Duration.ofSeconds(10)), CatalogReader.read(db), clock);
  }

  /** A line for each script that is all right, and the lines of each finding. */
  static List<String> lines(RehearsalReport report, Path db) {
    return report.verdicts().stream()
        .flatMap(
            verdict ->
                verdict.findings().isEmpty()
                    ? Stream.of(verdict.script() + ": ok")
                    : verdict.findings().stream()
                        .flatMap(
                            finding ->
                                Stream.concat(
                                    Stream.of(
                                        verdict.script()
                                            + (finding.isLint() ? ": lint: " : ": ")
                                            + finding.what().replace(db + "/", "")),
                                    finding.details().stream())))
        .toList();
  }

  /** The scratch databases that are there. */
  static List<String> left(TestDatabase database) {
    return database
        .jdbc()
        .sql("select datname from pg_database where datname like 'lockstep\\_rehearsal\\_%'")
        .query(String.class)
        .list();
  }
}
