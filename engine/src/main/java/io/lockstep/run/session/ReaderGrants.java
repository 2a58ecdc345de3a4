package io.lockstep.run.session;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Reader;
import io.lockstep.database.Session;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.schema.LockstepSchema;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.SqlStates;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Grants a reader the rights that it lacks; in most runs there are none. */
public final class ReaderGrants {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final JdbcClient jdbc;
  private final String schema;
  private final Catalog catalog;
  private final Reader reader;

  /**
   * @param work a session that may grant
   * @param schema the schema in which the migrations run
   */
  public ReaderGrants(Session work, String schema, Catalog catalog, Reader reader) {
    this.jdbc = work.jdbc();
    this.schema = schema;
    this.catalog = catalog;
    this.reader = reader;
  }

  /** The role. */
  Reader reader() {
    return reader;
  }

  /**
   * True if no right is missing.
   *
   * @throws DataAccessException also if the role does not exist
   */
  public boolean areThere() {
    return missing().isEmpty();
  }

  /**
   * Grants the missing rights, and returns them.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) if the own role may not grant one
   */
  public List<String> grantMissing() {
    List<String> missing = missing();
    missing.forEach(this::grant);
    if (!missing.isEmpty()) {
      // GRANT only warns a role that has a right but may not pass it on.
      missing().stream()
          .findFirst()
          .ifPresent(
              right -> {
                throw mayNot(right);
              });
    }
    return missing;
  }

  private void grant(String right) {
    try {
      jdbc.sql("grant " + right + " to " + Identifier.quote(reader.user())).update();
      log.info("granted {} to {}", right, Identifier.quote(reader.user()));
    } catch (DataAccessException e) {
      throw SqlStates.isForbidden(e) ? mayNot(right).causedBy(e) : e;
    }
  }

  private LockstepException mayNot(String right) {
    return new LockstepException(
        ExitCode.REFUSED,
        "letting the role " + Identifier.quote(reader.user()) + " of POSTGRES_READER_USER read",
        "this role may not grant " + right,
        "As the owner: GRANT %s TO %s; or unset POSTGRES_READER_USER."
            .formatted(right, Identifier.quote(reader.user())));
  }

  private List<String> missing() {
    return jdbc.sql(
            """
            select format('connect on database %I', current_database())
             where not has_database_privilege(:reader, current_database(), 'connect')
            union all
            select format('usage on schema %I', n.nspname)
              from pg_catalog.pg_namespace n
             where n.nspname in (:schema, :own)
               and not has_schema_privilege(:reader, n.oid, 'usage')
            union all
            select format('select on table %I.%I', n.nspname, c.relname)
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p')
               and (n.nspname = :own or n.nspname = :schema and c.relname = any(:tables))
               and not has_table_privilege(:reader, c.oid, 'select')
            """)
        .param("reader", reader.user())
        .param("schema", schema)
        .param("own", LockstepSchema.SCHEMA)
        .param(
            "tables",
            new SchemaHistoryReader(jdbc, schema).historyTables(catalog).toArray(String[]::new))
        .query(String.class)
        .list();
  }
}
