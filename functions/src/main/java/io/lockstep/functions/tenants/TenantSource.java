package io.lockstep.functions.tenants;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.database.Settings;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.program.EnvironmentSettings;
import io.lockstep.program.TenantsFile;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantList;
import io.lockstep.tenants.TenantQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which tenants there are, and as whom they are read.
 *
 * @param own settings of the role that reads
 * @param asReader whether that is a role of its own, which all tenants have
 * @param file with the list in JSON
 * @param query that lists them, if there is no file
 */
public record TenantSource(
    Settings own, boolean asReader, Optional<Path> file, Optional<String> query) {
  /** As LOCKSTEP_TENANTS or LOCKSTEP_TENANTS_QUERY say; empty if neither is set. */
  public static Optional<TenantSource> of(EnvironmentSettings environment) {
    Optional<Path> file = environment.value("LOCKSTEP_TENANTS").map(Path::of);
    Optional<String> query = environment.value("LOCKSTEP_TENANTS_QUERY");
    return file.isEmpty() && query.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TenantSource(
                environment.readerSettings(), environment.reader().isPresent(), file, query));
  }

  /**
   * Reads the list.
   *
   * @throws Problem if it can't be had
   */
  List<Tenant> tenants(ReadOnlyDatabase database) {
    List<Tenant> tenants =
        file.map(TenantSource::fromFile)
            .orElseGet(() -> database.read(new TenantQuery(query.orElseThrow())::read));
    return TenantList.of(own, tenants).all();
  }

  /** Helm may have taken the list of a revision away that the release has left. */
  private static List<Tenant> fromFile(Path file) {
    if (!Files.exists(file)) {
      throw new Problem(
          Exit.UNREACHABLE,
          "the tenants",
          "their list is gone, since this is no longer what the release is at",
          "Ask the newest revision.");
    }
    return TenantsFile.read(file);
  }

  Settings settings(Tenant tenant) {
    return asReader ? tenant.settings(own, own.user(), own.secret()) : tenant.settings(own);
  }
}
