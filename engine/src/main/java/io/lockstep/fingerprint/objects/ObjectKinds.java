package io.lockstep.fingerprint.objects;

import io.lockstep.fingerprint.catalogs.DescribingSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which kinds of objects a database may have beside PostgreSQL's own. Most have few of them, and
 * PostgreSQL plans a query without the others' parts in half the time.
 *
 * @param server the server's version, as in server_version_num
 * @param present the kinds of which there may be objects
 */
record ObjectKinds(int server, Set<Kind> present) {
  ObjectKinds {
    present = Set.copyOf(present);
  }

  /** All kinds. */
  static ObjectKinds all(int server) {
    return new ObjectKinds(server, EnumSet.allOf(Kind.class));
  }

  /** Asks the database, in one statement, which also makes the {@link DescribingSettings}. */
  static ObjectKinds read(JdbcClient jdbc) {
    return jdbc.sql(Kind.QUERY)
        .query(
            (rs, i) -> {
              Set<Kind> present = EnumSet.noneOf(Kind.class);
              for (Kind kind : Kind.values()) {
                if (rs.getBoolean(kind.name())) {
                  present.add(kind);
                }
              }
              return new ObjectKinds(rs.getInt("server"), present);
            })
        .single();
  }

  /** The text if there may be such objects, else an empty one. */
  String only(Kind kind, String sql) {
    return present.contains(kind) ? sql : "";
  }

  /** The text if the server has this version or a later one, else the other text. */
  String since(int version, String sql, String otherwise) {
    return server >= version ? sql : otherwise;
  }

  /**
   * Each is found by one look into an index or at the begin of a table, however large the database
   * is. An object that was made after initdb has an OID of 16384 or more (FirstNormalObjectId in
   * transam.h).
   */
  enum Kind {
    ROUTINE("pg_proc where oid >= 16384"),
    TRIGGER("pg_trigger"),
    RULE("pg_rewrite where oid >= 16384"),
    POLICY("pg_policy"),
    FOREIGN_TABLE("pg_foreign_table"),
    STATISTICS("pg_statistic_ext"),
    DEFAULT_PRIVILEGES("pg_default_acl"),
    /** Of an object that an extension takes with it when it goes: ALTER … DEPENDS ON EXTENSION. */
    EXTENSION_DEPENDENCY(
        "pg_depend where refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and deptype = 'x'"),
    /** Of an object in a schema: PostgreSQL itself has made the one of the schema public. */
    COMMENT("pg_description where objoid >= 16384");

    private static final String QUERY = query();

    private final String rows;

    Kind(String rows) {
      this.rows = rows;
    }

    private static String query() {
      List<String> columns = new ArrayList<>();
      columns.add("pg_catalog.current_setting('server_version_num')::int as server");
      for (Kind kind : values()) {
        columns.add("exists (select from pg_catalog." + kind.rows + ") as " + kind.name());
      }
      return "select " + String.join(", ", columns) + " where " + DescribingSettings.CONDITION;
    }
  }
}
