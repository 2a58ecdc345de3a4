package io.lockstep.tenants;

import io.lockstep.database.Settings;
import java.util.Locale;

/**
 * The database of a tenant, whichever way its host is written.
 *
 * @param host in lower case
 */
public record TenantDatabase(String host, int port, String name) {
  /**
   * The database of this tenant.
   *
   * @param own the defaults of each tenant
   */
  public static TenantDatabase of(Settings own, Tenant tenant) {
    Settings found = tenant.settings(own, own.user(), own.secret());
    return new TenantDatabase(
        found.host().toLowerCase(Locale.ROOT), found.port(), found.database());
  }

  @Override
  public String toString() {
    return host + ":" + port + "/" + name;
  }
}
