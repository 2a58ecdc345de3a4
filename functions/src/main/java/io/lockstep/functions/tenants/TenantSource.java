package io.lockstep.functions.tenants;

import io.lockstep.LockstepException;
import io.lockstep.database.Settings;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.program.EnvironmentSettings;
import io.lockstep.program.TenantsFile;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantList;
import io.lockstep.tenants.TenantPasswords;
import io.lockstep.tenants.TenantQuery;
import io.lockstep.tenants.TenantSchemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The list of tenants, and the role that reads them.
 *
 * @param own settings of the role that reads
 * @param asReader whether that is a role of its own, which all tenants have
 * @param file with the list in JSON
 * @param query that lists them, if there is no file
 * @param schemas the pattern of the schemas that are the tenants, if there is neither
 * @param passwords the folder of files that the query may name
 */
public record TenantSource(
    Settings own,
    boolean asReader,
    Optional<Path> file,
    Optional<String> query,
    Optional<String> schemas,
    TenantPasswords passwords) {
  /**
   * As LOCKSTEP_TENANTS, LOCKSTEP_TENANTS_QUERY or LOCKSTEP_TENANT_SCHEMAS say; empty if none is
   * set.
   */
  public static Optional<TenantSource> of(EnvironmentSettings environment) {
    Optional<Path> file = environment.value("LOCKSTEP_TENANTS").map(Path::of);
    Optional<String> query = environment.value("LOCKSTEP_TENANTS_QUERY");
    Optional<String> schemas = environment.value("LOCKSTEP_TENANT_SCHEMAS");
    return file.isEmpty() && query.isEmpty() && schemas.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TenantSource(
                environment.readerSettings(),
                environment.reader().isPresent(),
                file,
                query,
                schemas,
                environment.tenantPasswords()));
  }

  /**
   * Reads the list.
   *
   * @throws LockstepException if it can't be had
   */
  List<Tenant> tenants(ReadOnlyDatabase database) {
    List<Tenant> tenants =
        file.map(TenantsFile::read).orElseGet(() -> database.read(this::tenants));
    return TenantList.of(own, tenants).all();
  }

  private List<Tenant> tenants(JdbcClient jdbc) {
    return query
        .map(sql -> new TenantQuery(sql, passwords).read(jdbc, own))
        .orElseGet(() -> new TenantSchemas(schemas.orElseThrow()).read(jdbc));
  }

  /** Helm may have taken the list of a revision away that the release has left. */
  boolean isGone() {
    return file.filter(list -> !Files.exists(list)).isPresent();
  }

  /**
   * The settings by which a tenant is read. A server that a query's row names gets the row's own
   * password, and never the reader's.
   *
   * @throws LockstepException if its password can't be read
   */
  Settings settings(Tenant tenant) {
    boolean rowsOwn = file.isEmpty() && tenant.isElsewhere(own);
    return asReader && !rowsOwn
        ? tenant.settings(own, own.user(), own.secret())
        : tenant.settings(own);
  }
}
