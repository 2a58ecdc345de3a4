package io.lockstep.fingerprint.objects;

import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.catalogs.DescribingSettings;
import io.lockstep.fingerprint.objects.ObjectKinds.Kind;
import io.lockstep.fingerprint.scope.ObjectPatterns;
import io.lockstep.fingerprint.scope.SchemaScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the content of schemas from the system catalogs, which any role may read, in two statements
 * however large the schemas are. Objects of the home schema are named without it, all others with
 * theirs. It leaves out data and statistics, the order of a table's columns, owners, objects that
 * belong to an extension or to no schema, and Flyway's history tables; and for now operators,
 * collations, conversions and text search objects. docs/verify.md says so.
 */
public final class FingerprintReader {
  private final JdbcClient jdbc;

  /**
   * @param jdbc a session in a transaction. For this transaction only, the reader makes the
   *     settings on which PostgreSQL's own texts depend; see {@link DescribingSettings}
   */
  public FingerprintReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Reads everything in this scope. Takes only the locks of a reader. */
  public Fingerprint read(SchemaScope scope) {
    return scope.of(DescribedObject.fingerprint(describe(scope, ObjectKinds.read(jdbc))));
  }

  /** Reads all schemas that belong to a release in this one, and leaves nothing of them out. */
  public Fingerprint read(String home) {
    return read(SchemaScope.read(jdbc, home, ObjectPatterns.NONE));
  }

  /** Reads one half of it, while another session reads the other one. */
  public Fingerprint read(SchemaScope scope, Half half) {
    ObjectKinds kinds = ObjectKinds.read(jdbc);
    return scope.of(
        DescribedObject.fingerprint(
            rows(
                SchemaSql.ofAll(SchemaSql.PRELUDE + half.part(kinds)),
                scope.home(),
                scope.schemas().toArray(String[]::new))));
  }

  /**
   * Describes all objects of the scope's schemas, those that its patterns leave out, too.
   *
   * @param server its version, as in server_version_num; the settings must have been made
   */
  public List<DescribedObject> describe(SchemaScope scope, int server) {
    return describe(scope, ObjectKinds.all(server));
  }

  private List<DescribedObject> describe(SchemaScope scope, ObjectKinds kinds) {
    return rows(
        SchemaSql.ofAll(query(kinds)), scope.home(), scope.schemas().toArray(String[]::new));
  }

  /** Describes only the objects of these units. */
  public List<DescribedObject> describe(SchemaScope scope, Collection<String> units) {
    return rows(
        SchemaSql.ofUnits(query(ObjectKinds.read(jdbc))),
        scope.home(),
        scope.schemas().toArray(String[]::new),
        units.toArray(String[]::new));
  }

  /**
   * The query that describes all objects of a large database, for a statement that goes on with
   * what it finds: columns {@code kind}, {@code name}, {@code definition} and {@code whole}, and
   * two parameters, the home schema and an array of all schemas.
   *
   * @param jdbc a session in a transaction, for which it also makes the {@link DescribingSettings}
   */
  public static String queryOfMany(JdbcClient jdbc) {
    ObjectKinds kinds = ObjectKinds.read(jdbc);
    return SchemaSql.ofMany(query(Half.other(ManyIndexesSql.of(kinds.server()), kinds), kinds));
  }

  private static String query(ObjectKinds kinds) {
    return query(Half.OTHER.part(kinds), kinds);
  }

  /** The other half comes first: it goes on with the WITH clause before it has a SELECT. */
  private static String query(String other, ObjectKinds kinds) {
    return SchemaSql.PRELUDE + other + " union all " + Half.ONE.part(kinds);
  }

  private List<DescribedObject> rows(String sql, Object... parameters) {
    List<DescribedObject> objects = new ArrayList<>();
    jdbc.sql(sql)
        .params(parameters)
        .query(
            rs -> {
              objects.add(
                  new DescribedObject(
                      rs.getString("unit"),
                      rs.getString("whole"),
                      rs.getString("kind") + " " + rs.getString("name"),
                      Objects.requireNonNullElse(rs.getString("definition"), "")));
            });
    return objects;
  }

  /** Two halves that take about the same time. */
  public enum Half {
    /** Tables and their columns, sequences, types and routines. */
    ONE,
    /** Indexes, grants and comments. */
    OTHER;

    private String part(ObjectKinds kinds) {
      return switch (this) {
        case ONE -> TableSql.of(kinds) + " union all " + TypeAndRoutineSql.of(kinds);
        case OTHER -> other(TableSql.INDEXES, kinds);
      };
    }

    private static String other(String indexes, ObjectKinds kinds) {
      return GrantSql.of(kinds)
          + " union all "
          + indexes
          + kinds.only(Kind.STATISTICS, " union all " + TableSql.statistics(kinds));
    }
  }
}
