package io.lockstep.database;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.flywaydb.core.api.resource.LoadableResource;

/** A script of ours on the class path, for Flyway. */
final class OwnScript extends LoadableResource {
  private final String name;

  OwnScript(String name) {
    this.name = name;
  }

  @Override
  public Reader read() {
    return new InputStreamReader(
        Objects.requireNonNull(OwnScript.class.getResourceAsStream("/" + getAbsolutePath()), name),
        StandardCharsets.UTF_8);
  }

  @Override
  public String getAbsolutePath() {
    return "io/lockstep/schema/" + name;
  }

  @Override
  public String getAbsolutePathOnDisk() {
    return getAbsolutePath();
  }

  @Override
  public String getFilename() {
    return name;
  }

  @Override
  public String getRelativePath() {
    return name;
  }
}
