package io.lockstep.database;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The files that Flyway gets to see, and no others, so that it can only do what was planned.
 *
 * @param files scripts and their {@code .conf} files, by their path below the app's folder, which
 *     becomes the history's {@code script}; version and description Flyway reads from a script's
 *     own {@code getFilename()}
 */
public record FlywayScripts(Map<String, LoadableResource> files) implements ResourceProvider {
  @Override
  public @Nullable LoadableResource getResource(String name) {
    return files.get(name);
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return files.entrySet().stream()
        .filter(file -> Arrays.stream(suffixes).anyMatch(file.getKey()::endsWith))
        .map(Map.Entry::getValue)
        .filter(file -> file.getFilename().startsWith(prefix))
        .toList();
  }
}
