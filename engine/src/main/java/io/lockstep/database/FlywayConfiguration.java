package io.lockstep.database;

import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.configuration.models.ResolvedEnvironment;
import org.flywaydb.core.internal.configuration.resolvers.ProvisionerMode;
import org.jspecify.annotations.Nullable;

/**
 * How Flyway is set up: it searches nothing, on disk or on the class path, and its environment, of
 * which a session needs nothing but the schema, is there. To find that out Flyway would copy all
 * its plug-ins by way of JSON, twice, which takes as long as a dozen migrations.
 */
public final class FlywayConfiguration extends FluentConfiguration {
  private final String schema;

  /**
   * @param schema where history and migrations are
   */
  public FlywayConfiguration(String schema) {
    super(new NothingToFind());
    this.schema = schema;
    schemas(schema);
    locations(new String[0]);
    resourceProvider(new NoFiles());
    javaMigrationClassProvider(List::of);
    skipDefaultCallbacks(true);
    skipDefaultResolvers(true);
  }

  @Override
  public Map<String, ResolvedEnvironment> getCachedResolvedEnvironments() {
    ResolvedEnvironment environment = new ResolvedEnvironment();
    environment.setSchemas(List.of(schema));
    environment.setProvisionerMode(ProvisionerMode.Provision);
    return Map.of(getCurrentEnvironmentName(), environment);
  }

  /**
   * Has the classes, but finds no folder of callbacks: Flyway would open each jar to look for it.
   */
  private static final class NothingToFind extends ClassLoader {
    NothingToFind() {
      super(FlywayConfiguration.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) {
      return Collections.emptyEnumeration();
    }
  }

  private static final class NoFiles implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return List.of();
    }
  }
}
