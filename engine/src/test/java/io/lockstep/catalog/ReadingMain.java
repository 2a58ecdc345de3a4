package io.lockstep.catalog;

import io.lockstep.MigrationFolder;
import io.lockstep.targets.AppName;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A folder of migrations, of which the app main is read. */
abstract class ReadingMain {
  @TempDir Path folder;

  MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  App main() {
    return CatalogReader.read(folder).app(new AppName("main")).orElseThrow();
  }
}
