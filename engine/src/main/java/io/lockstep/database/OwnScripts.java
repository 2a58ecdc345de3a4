package io.lockstep.database;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.classpath.ClassPathResource;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of our own tables, by name: Flyway's scan of the class path costs more than they do.
 */
final class OwnScripts implements ResourceProvider {
  private static final List<LoadableResource> SCRIPTS = List.of(script("V1__lockstep.sql"));

  private static LoadableResource script(String name) {
    return new ClassPathResource(
        null,
        "io/lockstep/schema/" + name,
        OwnScripts.class.getClassLoader(),
        StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable LoadableResource getResource(String name) {
    return null; // no script has a configuration file
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return SCRIPTS.stream()
        .filter(s -> s.getFilename().startsWith(prefix))
        .filter(s -> Arrays.stream(suffixes).anyMatch(s.getFilename()::endsWith))
        .toList();
  }
}
