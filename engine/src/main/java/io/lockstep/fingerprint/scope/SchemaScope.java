package io.lockstep.fingerprint.scope;

import io.lockstep.Sha256;
import io.lockstep.fingerprint.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The schemas of a database that belong to a release: all in which its scripts may have worked. It
 * leaves out PostgreSQL's own schemas, Lockstep's, those that an extension has made, those that a
 * pattern excludes; and the home of another release, which has a row in {@code lockstep.applied} or
 * {@code lockstep.fingerprint}, or is another tenant's: that release compares it.
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
    return read(jdbc, home, ignored, Set.of());
  }

  /**
   * Reads the scope of one of several tenants of a database.
   *
   * @param tenants the homes of all of them: nothing says so in the database before the first run
   */
  public static SchemaScope read(
      JdbcClient jdbc, String home, ObjectPatterns ignored, Set<String> tenants) {
    return DatabaseSchemas.read(jdbc).scope(home, ignored, tenants);
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
    Set<String> homes = othersIn(fingerprint);
    Fingerprint ours =
        homes.isEmpty()
            ? fingerprint
            : fingerprint.without(key -> ObjectSchema.of(key).filter(homes::contains).isPresent());
    return ignored.leftOutOf(ours, home);
  }

  /** Those that it has objects of: few or none, while there may be thousands of others. */
  private Set<String> othersIn(Fingerprint fingerprint) {
    if (others.isEmpty()) {
      return Set.of();
    }
    Set<String> named = new HashSet<>();
    for (String key : fingerprint.objects().keySet()) {
      ObjectSchema.of(key).ifPresent(named::add);
      ObjectSchema.of(fingerprint.whole(key)).ifPresent(named::add);
    }
    return named.isEmpty()
        ? Set.of()
        : others.stream().filter(named::contains).collect(Collectors.toUnmodifiableSet());
  }
}
