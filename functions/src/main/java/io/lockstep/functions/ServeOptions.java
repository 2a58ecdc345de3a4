package io.lockstep.functions;

import io.lockstep.functions.tenants.TenantSource;
import io.lockstep.program.EnvironmentSettings;
import java.util.Optional;

/**
 * Parts that are served only where they are turned on.
 *
 * @param metrics Prometheus' {@code /metrics}
 * @param tenants the list of many databases
 */
record ServeOptions(boolean metrics, Optional<TenantSource> tenants) {
  static final ServeOptions NONE = new ServeOptions(false, Optional.empty());

  /** As LOCKSTEP_METRICS and LOCKSTEP_TENANTS say. */
  static ServeOptions of(EnvironmentSettings environment) {
    return new ServeOptions(
        environment.value("LOCKSTEP_METRICS").filter("true"::equals).isPresent(),
        TenantSource.of(environment));
  }
}
