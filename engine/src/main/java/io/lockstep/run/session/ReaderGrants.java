package io.lockstep.run.session;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Reader;
import io.lockstep.database.Session;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.schema.LockstepSchema;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.SqlStates;
import java.util.LinkedHashMap;
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
    List<Right> missing = missing();
    // All tables with one statement: a new database has fifteen.
    missing.stream()
        .collect(groupingBy(Right::privilege, LinkedHashMap::new, mapping(Right::name, toList())))
        .forEach((privilege, names) -> grant(privilege + " " + String.join(", ", names)));
    if (!missing.isEmpty()) {
      // GRANT only warns a role that has a right but may not pass it on.
      missing().stream()
          .findFirst()
          .ifPresent(
              right -> {
                throw mayNot(right.text(), "");
              });
    }
    return missing.stream().map(Right::text).toList();
  }

  private void grant(String rights) {
    try {
      jdbc.sql("grant " + rights + " to " + Identifier.quote(reader.user())).update();
      log.info("granted {} to {}", rights, Identifier.quote(reader.user()));
    } catch (DataAccessException e) {
      throw SqlStates.isForbidden(e)
          ? mayNot(rights, ": " + SqlStates.firstLine(e)).causedBy(e)
          : e;
    }
  }

  private LockstepException mayNot(String rights, String why) {
    return new LockstepException(
        ExitCode.REFUSED,
        "letting the role " + Identifier.quote(reader.user()) + " of POSTGRES_READER_USER read",
        "this role may not grant " + rights + why,
        "As the owner: GRANT %s TO %s; or unset POSTGRES_READER_USER."
            .formatted(rights, Identifier.quote(reader.user())));
  }

  private List<Right> missing() {
    return jdbc.sql(
            """
            select 'connect on database' as privilege, quote_ident(current_database()) as name
             where not has_database_privilege(:reader, current_database(), 'connect')
            union all
            select 'usage on schema', quote_ident(n.nspname)
              from pg_catalog.pg_namespace n
             where n.nspname in (:schema, :own)
               and not has_schema_privilege(:reader, n.oid, 'usage')
            union all
            select 'select on table', quote_ident(n.nspname) || '.' || quote_ident(c.relname)
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
        .query((rs, i) -> new Right(rs.getString("privilege"), rs.getString("name")))
        .list();
  }

  /** One that GRANT gives. */
  private record Right(String privilege, String name) {
    String text() {
      return privilege + " " + name;
    }
  }
}
