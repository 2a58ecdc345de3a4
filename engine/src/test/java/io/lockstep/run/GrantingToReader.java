package io.lockstep.run;

import static io.lockstep.Asking.with;

import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.database.Settings;
import io.lockstep.sql.Identifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database whose runs let a role read. */
abstract class GrantingToReader {
  static final String PASSWORD = "p@ss'w\"rd ü";

  @TempDir Path folder;

  final TestDatabase database = TestDatabase.create();
  final Reader reader = new Reader("The \"reader\" of " + database.name(), PASSWORD);
  MigrationFolder files;

  @BeforeEach
  void files() {
    files = new MigrationFolder(folder).threeTables();
  }

  Lockstep as(String user, String password) {
    return as(settings(user, password));
  }

  Lockstep as(Settings settings) {
    ProcessClock clock = new ProcessClock();
    return new Lockstep(
        new Connector(settings, clock, Duration.ofSeconds(10)), CatalogReader.read(folder), clock);
  }

  Settings settings(String user, String password) {
    Settings all = database.settings();
    return new Settings(
        all.host(), all.port(), all.database(), user, password, all.tls(), all.schema());
  }

  String migrate(String target) {
    return database.lockstep(folder).migrate(with(reader, target)).result().toString();
  }

  List<String> readable() {
    return as(reader.user(), PASSWORD).list().apps().stream()
        .map(app -> app.name() + " " + app.current())
        .toList();
  }

  String quoted() {
    return Identifier.quote(reader.user());
  }

  void sql(String text) {
    database.jdbc().sql(text).update();
  }

  /** A role that owns what the migrations make, as a chart's would. */
  String owner(String attributes) {
    String owner = database.name() + "_owner";
    sql("create role " + owner + " login " + attributes);
    sql("grant create on database " + database.name() + " to " + owner);
    sql("grant create on schema public to " + owner);
    return owner;
  }
}
