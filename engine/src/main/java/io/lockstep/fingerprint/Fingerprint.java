package io.lockstep.fingerprint;

import io.lockstep.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The content of a database's schemas: each object's definition by its kind and name. Equal schemas
 * have equal fingerprints, whatever made them and whichever role reads them: a fingerprint has no
 * data, no OID, no order of a table's columns, no owner and no statistics.
 *
 * @param objects definition by key, sorted; not to be changed
 * @param wholes the key of the whole to which an object belongs, by key: for an index its table,
 *     for a table itself, and an empty text for an object of the home schema itself
 */
public record Fingerprint(SortedMap<String, String> objects, Map<String, String> wholes) {
  /**
   * The format: the set of objects and properties that are read. Raise it when that changes:
   * fingerprints of different formats differ although nothing has happened, and are never compared.
   */
  public static final int FORMAT = 3;

  public Fingerprint {
    NavigableMap<String, String> copy = new TreeMap<>(objects);
    objects = Collections.unmodifiableSortedMap(copy);
    wholes = Map.copyOf(wholes);
  }

  /** A fingerprint of these objects, each a whole of its own. */
  public Fingerprint(SortedMap<String, String> objects) {
    this(objects, Map.of());
  }

  /** These objects and the other's. */
  public Fingerprint and(Fingerprint other) {
    TreeMap<String, String> all = new TreeMap<>(objects);
    all.putAll(other.objects);
    TreeMap<String, String> allWholes = new TreeMap<>(wholes);
    allWholes.putAll(other.wholes);
    return new Fingerprint(all, allWholes);
  }

  /** These objects without those of these keys, and without all their parts. */
  public Fingerprint without(Predicate<String> keys) {
    TreeMap<String, String> rest = new TreeMap<>(objects);
    rest.keySet().removeIf(key -> keys.test(key) || keys.test(whole(key)));
    TreeMap<String, String> restWholes = new TreeMap<>(wholes);
    restWholes.keySet().retainAll(rest.keySet());
    return new Fingerprint(rest, restWholes);
  }

  /** The key of the whole to which an object belongs. */
  public String whole(String key) {
    return wholes.getOrDefault(key, key);
  }

  /** SHA-256 over all objects, in hexadecimal digits. */
  public String digest() {
    MessageDigest digest = Sha256.newDigest();
    objects.forEach(
        (key, definition) ->
            digest.update((key + '\0' + definition + '\0').getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }
}
