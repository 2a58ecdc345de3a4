package io.lockstep.tenants;

import io.lockstep.Abridged;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Connector;
import io.lockstep.database.InvalidSchemaName;
import io.lockstep.sql.SqlStates;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lists the schemas of the configured database that match a pattern, each as a tenant of its name.
 * PostgreSQL's schemas, Lockstep's own and those of extensions are never tenants.
 *
 * @param pattern as SQL's LIKE takes it
 */
public record TenantSchemas(String pattern) {
  /**
   * Finds them in the connector's database.
   *
   * @throws LockstepException {@link ExitCode#UNREACHABLE}, or {@link ExitCode#USAGE} if the
   *     pattern is none, or the name of a schema can't be a tenant's
   */
  public TenantList read(Connector connector) {
    return TenantList.read(connector, this::read);
  }

  /**
   * Finds them in the caller's transaction.
   *
   * @throws LockstepException {@link ExitCode#USAGE} if the pattern is none, or a schema's name
   *     can't be a tenant's
   */
  public List<Tenant> read(JdbcClient jdbc) {
    try {
      return tenants(
          jdbc
              .sql(
                  """
              select n.nspname
                from pg_catalog.pg_namespace n
               where n.nspname like :pattern
                 and not exists (select from pg_catalog.pg_depend d
                                  where d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                                    and d.objid = n.oid
                                    and d.deptype = 'e')
               order by n.nspname
              """)
              .param("pattern", pattern)
              .query(String.class)
              .list()
              .stream()
              .filter(name -> InvalidSchemaName.of(name).isEmpty())
              .toList());
    } catch (DataAccessException e) {
      throw new LockstepException(
              ExitCode.USAGE,
              "the pattern of the tenants' schemas",
              SqlStates.firstLine(e),
              "Give one as LIKE takes it, such as tenant\\_%, where % is any text and _ any character.")
          .causedBy(e);
    }
  }

  /**
   * Refuses all of them if one can't be a tenant: it would be left behind by each run, and the
   * application's new version would come all the same.
   */
  private List<Tenant> tenants(List<String> schemas) {
    List<String> others =
        schemas.stream()
            .filter(schema -> !TenantList.isName(schema))
            .map(schema -> "\"" + TenantList.shown(schema) + "\"")
            .toList();
    if (!others.isEmpty()) {
      throw new LockstepException(
          ExitCode.USAGE,
          "the schemas that match \"" + pattern + "\"",
          (others.size() == 1 ? "the name " : "the names ")
              + Abridged.names(others)
              + " can't be one of a tenant, which begins with a letter or digit and has letters, digits, ., _ and -",
          "Give a pattern that does not match it, or a list (--tenants, --tenants-query) in which that schema has a tenant's name, or which leaves it out.");
    }
    return schemas.stream().map(TenantSchemas::tenant).toList();
  }

  private static Tenant tenant(String schema) {
    return new Tenant(
        schema,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(schema),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
