package io.lockstep.fingerprint.scope;

import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the scopes of releases whose runs follow each other in one database, while nobody else can
 * run there. It reads the schemas again only if they have changed, since there may be thousands.
 */
public final class SchemaScopes {
  private final Set<String> tenants;
  private Optional<DatabaseSchemas> known = Optional.empty();

  /**
   * @param tenants the homes of all releases that may run here, also of those that never have
   */
  public SchemaScopes(Set<String> tenants) {
    this.tenants = tenants;
  }

  /**
   * Reads the scope of one of them.
   *
   * @param jdbc a session of the database
   * @param home the schema that the migrations run in
   */
  public SchemaScope read(JdbcClient jdbc, String home, ObjectPatterns ignored) {
    DatabaseSchemas schemas =
        known
            .filter(before -> before.state().equals(DatabaseSchemas.stateNow(jdbc)))
            .orElseGet(() -> DatabaseSchemas.read(jdbc));
    known = Optional.of(schemas);
    return schemas.scope(home, ignored, tenants);
  }

  /** Receives the home of a release whose fingerprint was recorded. */
  public void recorded(String home) {
    known = known.map(schemas -> schemas.withHome(home));
  }

  /** Forgets what it knows, since others could run in the meantime. */
  public void forget() {
    known = Optional.empty();
  }
}
