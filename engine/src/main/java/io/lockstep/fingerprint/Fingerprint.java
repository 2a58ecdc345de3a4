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
 * What a database's schemas consist of: each object's definition by its kind and name. Equal for
 * equal schemas, whatever way they came about and whoever made or reads them: there is no data in
 * it, no OID, no order of a table's columns, no owner and no statistics.
 *
 * @param objects definition by key, sorted; not to be changed
 * @param wholes the key of what an object is a part of, by key: of an index its table, of a table
 *     itself; empty of what is the home schema's own
 */
public record Fingerprint(SortedMap<String, String> objects, Map<String, String> wholes) {
  /**
   * Which objects and properties are looked at. To be raised when that changes: fingerprints of
   * different formats differ although nothing has happened, and are never compared.
   */
  static final int FORMAT = 2;

  /** Of these objects. */
  public Fingerprint {
    NavigableMap<String, String> copy = new TreeMap<>(objects);
    objects = Collections.unmodifiableSortedMap(copy);
    wholes = Map.copyOf(wholes);
  }

  /** Of these objects, each a whole of its own. */
  public Fingerprint(SortedMap<String, String> objects) {
    this(objects, Map.of());
  }

  /** These objects and those. */
  public Fingerprint and(Fingerprint other) {
    TreeMap<String, String> all = new TreeMap<>(objects);
    all.putAll(other.objects);
    TreeMap<String, String> allWholes = new TreeMap<>(wholes);
    allWholes.putAll(other.wholes);
    return new Fingerprint(all, allWholes);
  }

  /** These objects without those of this key, and without all their parts. */
  public Fingerprint without(Predicate<String> keys) {
    TreeMap<String, String> rest = new TreeMap<>(objects);
    rest.keySet().removeIf(key -> keys.test(key) || keys.test(whole(key)));
    TreeMap<String, String> restWholes = new TreeMap<>(wholes);
    restWholes.keySet().retainAll(rest.keySet());
    return new Fingerprint(rest, restWholes);
  }

  String whole(String key) {
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
