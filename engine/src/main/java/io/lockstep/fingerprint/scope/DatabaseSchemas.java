package io.lockstep.fingerprint.scope;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The schemas of a database, without PostgreSQL's, Lockstep's, and those that an extension has
 * made.
 *
 * @param state a text that changes with them; it says nothing about {@code homes}
 * @param names all of them, sorted
 * @param homes those that are the home of a release: it has a row in {@code lockstep.applied} or
 *     {@code lockstep.fingerprint}
 */
record DatabaseSchemas(String state, List<String> names, Set<String> homes) {
  private static final String STATE =
      """
      (select pg_catalog.sum(pg_catalog.hashtextextended(s.nspname::text, s.oid::bigint))::text
         from pg_catalog.pg_namespace s)
      """;

  DatabaseSchemas {
    names = List.copyOf(names);
    homes = Set.copyOf(homes);
  }

  /** The present value of {@link #state}, in one statement. */
  static String stateNow(JdbcClient jdbc) {
    return jdbc.sql("select " + STATE).query(String.class).single();
  }

  /** Reads them in one statement, or in two if Lockstep's own tables exist. */
  static DatabaseSchemas read(JdbcClient jdbc) {
    List<String> names = new ArrayList<>();
    Set<String> own = new HashSet<>();
    StringBuilder state = new StringBuilder();
    jdbc.sql(
            """
            select n.nspname, o.state, o.applied, o.fingerprint
              from pg_catalog.pg_namespace n
             cross join (select %s as state,
                                pg_catalog.to_regclass('lockstep.applied') is not null as applied,
                                pg_catalog.to_regclass('lockstep.fingerprint') is not null as fingerprint) o
             where n.nspname not in ('information_schema', 'lockstep')
               and not pg_catalog.starts_with(n.nspname, 'pg_')
               and not exists (select from pg_catalog.pg_depend d
                                where d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                                  and d.objid = n.oid and d.deptype = 'e')
             order by n.nspname
            """
                .formatted(STATE))
        .query(
            rs -> {
              names.add(rs.getString("nspname"));
              state.setLength(0);
              state.append(rs.getString("state"));
              for (String table : new String[] {"applied", "fingerprint"}) {
                if (rs.getBoolean(table)) {
                  own.add(
                      "exists (select from lockstep.%s t where t.schema_name = n.nspname)"
                          .formatted(table));
                }
              }
            });
    return new DatabaseSchemas(
        state.toString(), names, own.isEmpty() ? Set.of() : homes(jdbc, own));
  }

  /** By a look into each table's index for each schema: there may be many rows of each. */
  private static Set<String> homes(JdbcClient jdbc, Set<String> conditions) {
    return new HashSet<>(
        jdbc.sql(
                "select n.nspname from pg_catalog.pg_namespace n where "
                    + String.join(" or ", conditions))
            .query(String.class)
            .list());
  }

  /** The same with one more home. */
  DatabaseSchemas withHome(String home) {
    if (homes.contains(home)) {
      return this;
    }
    Set<String> more = new HashSet<>(homes);
    more.add(home);
    return new DatabaseSchemas(state, names, more);
  }

  /**
   * The scope of a release.
   *
   * @param tenants schemas that are the homes of other releases, whether or not these have run
   */
  SchemaScope scope(String home, ObjectPatterns ignored, Set<String> tenants) {
    List<String> schemas = new ArrayList<>();
    List<String> others = new ArrayList<>();
    if (!names.contains(home)) {
      schemas.add(home); // an extension's, maybe
    }
    for (String name : names) {
      if (!name.equals(home) && (homes.contains(name) || tenants.contains(name))) {
        others.add(name);
      } else if (name.equals(home) || !ignored.leaveOut(name)) {
        schemas.add(name);
      }
    }
    return new SchemaScope(home, schemas, others, ignored);
  }
}
