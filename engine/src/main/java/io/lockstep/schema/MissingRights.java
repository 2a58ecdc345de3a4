package io.lockstep.schema;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rights that the session's role lacks, as the statements that grant them. */
public final class MissingRights {
  private MissingRights() {}

  /**
   * The rights that it lacks to migrate in this schema.
   *
   * @param tables the history tables
   */
  public static List<String> toMigrate(JdbcClient jdbc, String schema, List<String> tables) {
    return jdbc.sql(
            """
            select format('GRANT CREATE ON DATABASE %I TO %I;', current_database(), current_user)
             where exists (select from unnest(array[:schema, :own]) s (name)
                            where not exists (select from pg_catalog.pg_namespace n where n.nspname = s.name))
               and not has_database_privilege(current_database(), 'create')
            union all
            select format('GRANT %s ON SCHEMA %I TO %I;', string_agg(p, ', ' order by p), n.nspname, current_user)
              from pg_catalog.pg_namespace n
             cross join unnest(array['CREATE', 'USAGE']) p
             where n.nspname in (:schema, :own)
               and not has_schema_privilege(n.oid, p)
             group by n.nspname
            union all
            """
                + TABLES.formatted("array['SELECT', 'INSERT', 'UPDATE', 'DELETE']"))
        .param("schema", schema)
        .param("own", LockstepSchema.SCHEMA)
        .param("tables", tables.toArray(String[]::new))
        .query(String.class)
        .list();
  }

  /**
   * The rights that it lacks to list, plan and verify.
   *
   * @param tables the history tables
   */
  public static List<String> toRead(JdbcClient jdbc, String schema, List<String> tables) {
    return jdbc.sql(
            """
            select format('GRANT USAGE ON SCHEMA %I TO %I;', n.nspname, current_user)
              from pg_catalog.pg_namespace n
             where n.nspname in (:schema, :own)
               and not has_schema_privilege(n.oid, 'usage')
            union all
            """
                + TABLES.formatted("array['SELECT']"))
        .param("schema", schema)
        .param("own", LockstepSchema.SCHEMA)
        .param("tables", tables.toArray(String[]::new))
        .query(String.class)
        .list();
  }

  /** The advice to the user, in one line. */
  public static String advice(List<String> grants) {
    return grants.isEmpty()
        ? "Give the role that right, or let the role migrate that has it."
        : "As the owner or a superuser: " + String.join(" ", grants) + " Then run again.";
  }

  private static final String TABLES =
      """
      select format('GRANT %%s ON TABLE %%s TO %%I;', string_agg(distinct p, ', '),
                    string_agg(distinct format('%%I.%%I', n.nspname, c.relname), ', '), current_user)
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       cross join unnest(%s) p
       where c.relkind in ('r', 'p')
         and (n.nspname = :own or n.nspname = :schema and c.relname = any(:tables))
         and not has_table_privilege(c.oid, p)
      having count(*) > 0
      """;
}
