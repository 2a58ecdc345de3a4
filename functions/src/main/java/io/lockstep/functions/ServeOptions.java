package io.lockstep.functions;

import io.lockstep.functions.login.Logins;
import io.lockstep.functions.tenants.TenantSource;
import io.lockstep.program.EnvironmentSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Parts that are served only where they are turned on.
 *
 * @param metrics Prometheus' {@code /metrics}
 * @param tenants the list of many databases
 * @param logins who may see anything at all; empty for everybody
 */
record ServeOptions(boolean metrics, Optional<TenantSource> tenants, Optional<Logins> logins) {
  static final ServeOptions NONE = new ServeOptions(false, Optional.empty(), Optional.empty());

  /** As LOCKSTEP_METRICS, LOCKSTEP_TENANTS and LOCKSTEP_BASIC_AUTH_FILE say. */
  static ServeOptions of(EnvironmentSettings environment) {
    return new ServeOptions(
        environment.value("LOCKSTEP_METRICS").filter("true"::equals).isPresent(),
        TenantSource.of(environment),
        environment.value("LOCKSTEP_BASIC_AUTH_FILE").map(Path::of).map(Logins::in));
  }
}
