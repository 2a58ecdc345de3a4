package io.lockstep.fingerprint;

import io.lockstep.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The schemas of a database that belong to a release: all in which its scripts may have worked. It
 * leaves out PostgreSQL's own schemas, Lockstep's, those that an extension has made, those that a
 * pattern excludes; and the home of another release, which has a row in {@code lockstep.applied} or
 * {@code lockstep.fingerprint}: that release compares it.
 *
 * @param home the schema that the migrations run in; its objects are named without it
 * @param schemas all schemas in the scope, the home included
 * @param others the homes of other releases
 * @param ignored the objects that are left out of these schemas
 */
public record SchemaScope(
    String home, List<String> schemas, List<String> others, ObjectPatterns ignored) {
  public SchemaScope {
    schemas = List.copyOf(schemas);
    others = List.copyOf(others);
  }

  /** Reads the scope in one statement, or in two if Lockstep's own tables exist. */
  public static SchemaScope read(JdbcClient jdbc, String home, ObjectPatterns ignored) {
    List<String> found = new ArrayList<>();
    Set<String> own = new HashSet<>();
    jdbc.sql(
            """
            select n.nspname,
                   pg_catalog.to_regclass('lockstep.applied') is not null as applied,
                   pg_catalog.to_regclass('lockstep.fingerprint') is not null as fingerprint
              from pg_catalog.pg_namespace n
             where n.nspname = :home
                or n.nspname not in ('information_schema', 'lockstep')
                   and not pg_catalog.starts_with(n.nspname, 'pg_')
                   and not exists (select from pg_catalog.pg_depend d
                                    where d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                                      and d.objid = n.oid and d.deptype = 'e')
             order by n.nspname
            """)
        .param("home", home)
        .query(
            rs -> {
              found.add(rs.getString("nspname"));
              for (String table : new String[] {"applied", "fingerprint"}) {
                if (rs.getBoolean(table)) {
                  own.add("select schema_name from lockstep." + table);
                }
              }
            });
    Set<String> homes = own.isEmpty() ? Set.of() : homes(jdbc, own);
    List<String> others =
        found.stream().filter(name -> !name.equals(home) && homes.contains(name)).toList();
    List<String> schemas =
        found.stream()
            .filter(name -> name.equals(home) || (!others.contains(name) && !leaves(ignored, name)))
            .toList();
    return new SchemaScope(home, schemas, others, ignored);
  }

  private static Set<String> homes(JdbcClient jdbc, Set<String> queries) {
    return new HashSet<>(jdbc.sql(String.join(" union ", queries)).query(String.class).list());
  }

  private static boolean leaves(ObjectPatterns ignored, String schema) {
    return ignored.all().stream().anyMatch(pattern -> pattern.isOfSchema(schema));
  }

  /** A digest of all that belongs to it: with another one, other objects are left out. */
  public String digest() {
    MessageDigest digest = Sha256.newDigest();
    for (List<String> part : List.of(List.of(home), schemas, others, ignored.texts(home))) {
      part.forEach(text -> digest.update((text + '\0').getBytes(StandardCharsets.UTF_8)));
      digest.update((byte) 1);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The objects in this scope of a fingerprint of another time, when the scope may have differed.
   */
  public Fingerprint of(Fingerprint fingerprint) {
    return new ObjectPatterns(
            Stream.concat(ignored.all().stream(), others.stream().map(ObjectPattern::schema))
                .toList())
        .leftOutOf(fingerprint, home);
  }
}
