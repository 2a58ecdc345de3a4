package io.lockstep.functions.page;

import static io.lockstep.Asking.targets;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A shop's page in a real Chromium, from the real service and a real PostgreSQL. */
abstract class InBrowser {
  static Browser browser;

  @TempDir Path path;

  final TestDatabase database = TestDatabase.create();
  MigrationFolder folder;
  BrowsedPage page;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start();
  }

  @AfterAll
  static void quit() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void shop() {
    browser.scripts(true).light().desktop();
    folder = ShopMigrations.in(path);
    page = new BrowsedPage(browser, database, path, "billing latest", "main 0003");
  }

  @AfterEach
  void close() {
    page.close();
  }

  final void migrate(String... targets) {
    database.lockstep(path).migrate(targets(targets));
  }
}
