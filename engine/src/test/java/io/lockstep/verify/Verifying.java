package io.lockstep.verify;

import static io.lockstep.Asking.targets;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database, three tables to migrate it to, and what verify says of it. */
abstract class Verifying {
  @TempDir Path folder;

  final TestDatabase database = TestDatabase.create();
  MigrationFolder files;

  @BeforeEach
  void files() {
    files = new MigrationFolder(folder).threeTables();
  }

  VerifyReport verify(String... targets) {
    return database.lockstep(folder).verify(List.of(targets));
  }

  RunReport migrate(String... targets) {
    return database.lockstep(folder).migrate(targets(targets));
  }

  void sql(String text) {
    database.jdbc().sql(text).update();
  }
}
