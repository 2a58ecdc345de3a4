package io.lockstep.tenants;

import io.lockstep.database.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The schemas of all tenants of each database. What is in such a schema is its tenant's to compare,
 * even before that tenant has run for the first time: the application makes a schema for a new
 * tenant at any time, and another tool may have filled it.
 */
public final class TenantSchemaNames {
  private final Settings own;
  private final Map<TenantDatabase, Set<String>> ofDatabases = new HashMap<>();

  /**
   * @param own the defaults of each tenant
   * @param all every tenant of the list, also those that this process leaves to another one
   */
  public TenantSchemaNames(Settings own, List<Tenant> all) {
    this.own = own;
    for (Tenant tenant : all) {
      ofDatabases
          .computeIfAbsent(TenantDatabase.of(own, tenant), key -> new HashSet<>())
          .add(tenant.schema().orElse(own.schema()));
    }
  }

  /** Those of this tenant's database, its own among them. */
  public Set<String> beside(Tenant tenant) {
    return ofDatabases.getOrDefault(TenantDatabase.of(own, tenant), Set.of());
  }
}
