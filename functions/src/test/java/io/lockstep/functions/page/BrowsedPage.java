package io.lockstep.functions.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.functions.FunctionService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** The page of a database, as the real service serves it, in a browser. */
final class BrowsedPage implements AutoCloseable {
  private final Browser browser;
  private final TestDatabase database;
  private final Path migrations;
  private final String[] targets;
  private Optional<FunctionService> service = Optional.empty();
  private String url = "";

  BrowsedPage(Browser browser, TestDatabase database, Path migrations, String... targets) {
    this.browser = browser;
    this.database = database;
    this.migrations = migrations;
    this.targets = targets;
  }

  /** Loads it; the service starts when it is first asked, and after it was closed. */
  Browser open() throws IOException {
    return open("");
  }

  /** Loads another path below it. */
  Browser open(String path) throws IOException {
    if (service.isEmpty()) {
      FunctionService started =
          FunctionService.start(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              database.settings(),
              CatalogReader.read(migrations),
              Sample.deployment(targets));
      service = Optional.of(started);
      url = "http://127.0.0.1:" + started.port() + "/";
    }
    return browser.open(url + path);
  }

  String url() {
    return url;
  }

  /** Accessible to all, without a message in the console, and asking nobody but the service. */
  void isSound() {
    assertThat(browser.axe()).isEmpty();
    assertThat(browser.messages()).isEmpty();
    assertThat(browser.requests()).isNotEmpty().allMatch(address -> address.startsWith(url));
  }

  @Override
  public void close() {
    service.ifPresent(FunctionService::close);
    service = Optional.empty();
  }
}
