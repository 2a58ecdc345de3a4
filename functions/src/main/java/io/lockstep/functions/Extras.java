package io.lockstep.functions;

import io.lockstep.functions.tenants.TenantSource;
import io.lockstep.program.EnvironmentSettings;
import java.util.Optional;

/**
 * What is served only where it is wanted.
 *
 * @param metrics Prometheus' {@code /metrics}
 * @param tenants where many databases are
 */
record Extras(boolean metrics, Optional<TenantSource> tenants) {
  static final Extras NONE = new Extras(false, Optional.empty());

  /** As LOCKSTEP_METRICS and LOCKSTEP_TENANTS say. */
  static Extras of(EnvironmentSettings environment) {
    return new Extras(
        environment.value("LOCKSTEP_METRICS").filter("true"::equals).isPresent(),
        TenantSource.of(environment));
  }
}
