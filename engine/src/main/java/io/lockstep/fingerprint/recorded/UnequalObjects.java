package io.lockstep.fingerprint.recorded;

import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.objects.DescribedObject;
import io.lockstep.fingerprint.objects.FingerprintReader;
import io.lockstep.fingerprint.scope.SchemaScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The objects of a large schema that are not as they are stored. All are described and compared,
 * text by text, but in the server: to send them takes as long as to read them. Beside them are the
 * objects that may be unfinished, an INVALID index and a NOT VALID constraint, as stored or not.
 */
record UnequalObjects(Fingerprint stored, Fingerprint now) {
  /** PostgreSQL expects few rows, and would sort all of them. */
  private static final String HASHED =
      "select pg_catalog.set_config('enable_mergejoin', 'off', true)";

  private static final String QUERY =
      """
      select s.whole, s.key, s.value, d.whole, d.key, d.definition
        from (select q.whole collate "C" as whole, (q.kind || ' ' || q.name) collate "C" as key,
                     coalesce(q.definition, '') collate "C" as definition
                from (%s) q) d
        full join (%s) s on s.key = d.key
       where d.definition is distinct from s.value
          or d.whole is distinct from s.whole
          or d.key like 'index %%' and d.definition like '%%INVALID%%'
          or d.key like 'constraint %%' and d.definition like '%% NOT VALID%%'
      """;

  /**
   * Compares the objects of the scope.
   *
   * @param jdbc a session in a transaction
   * @param stored a query of whole, key and value with a parameter, the home schema
   */
  static UnequalObjects read(JdbcClient jdbc, SchemaScope scope, String stored) {
    String described = FingerprintReader.queryOfMany(jdbc);
    jdbc.sql(HASHED).query(String.class).single();
    List<DescribedObject> before = new ArrayList<>();
    List<DescribedObject> now = new ArrayList<>();
    jdbc.sql(QUERY.formatted(described, stored))
        .params(scope.home(), scope.schemas().toArray(String[]::new), scope.home())
        .query(
            rs -> {
              add(before, rs, 1);
              add(now, rs, 4);
            });
    return new UnequalObjects(
        DescribedObject.fingerprint(before), scope.of(DescribedObject.fingerprint(now)));
  }

  private static void add(List<DescribedObject> objects, ResultSet rs, int column)
      throws SQLException {
    if (rs.getString(column + 1) != null) {
      objects.add(
          new DescribedObject(
              "", rs.getString(column), rs.getString(column + 1), rs.getString(column + 2)));
    }
  }
}
