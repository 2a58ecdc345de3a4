package io.lockstep.fingerprint;

import io.lockstep.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a schema consists of: each object's definition by its kind and name. Equal for equal
 * schemas, whatever way they came about and whoever made or reads them: there is no data in it, no
 * OID, no order of a table's columns, no owner and no statistics.
 *
 * @param objects definition by key, sorted; not to be changed
 */
public record Fingerprint(SortedMap<String, String> objects) {
  /**
   * Which objects and properties are looked at. To be raised when that changes: fingerprints of
   * different formats differ although nothing has happened, and are never compared.
   */
  static final int FORMAT = 1;

  /** Of these objects. */
  public Fingerprint {
    NavigableMap<String, String> copy = new TreeMap<>(objects);
    objects = Collections.unmodifiableSortedMap(copy);
  }

  /** These objects and those. */
  public Fingerprint and(Fingerprint other) {
    TreeMap<String, String> all = new TreeMap<>(objects);
    all.putAll(other.objects);
    return new Fingerprint(all);
  }

  /** SHA-256 over all objects, in hexadecimal digits. */
  public String digest() {
    MessageDigest digest = Sha256.begin();
    objects.forEach(
        (key, definition) ->
            digest.update((key + '\0' + definition + '\0').getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }
}
