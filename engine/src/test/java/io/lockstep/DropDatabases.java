package io.lockstep;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test class, drops the databases that it has made: see junit-platform.properties. */
public final class DropDatabases implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) {
    TestDatabase.dropAll();
  }
}
