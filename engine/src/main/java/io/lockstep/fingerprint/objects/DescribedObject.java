package io.lockstep.fingerprint.objects;

import io.lockstep.fingerprint.Fingerprint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One object as the catalogs describe it.
 *
 * @param unit the relation, type, routine, schema or extension to which it belongs, as a letter and
 *     its OID; it means something in one database only
 * @param whole the key of the whole to which it belongs; see {@link Fingerprint#wholes}
 * @param key its kind and name
 * @param definition its properties, one a line
 */
public record DescribedObject(String unit, String whole, String key, String definition) {
  /** The fingerprint that these objects make. */
  public static Fingerprint fingerprint(List<DescribedObject> objects) {
    TreeMap<String, String> definitions = new TreeMap<>();
    Map<String, String> wholes = new HashMap<>();
    for (DescribedObject object : objects) {
      definitions.put(object.key, object.definition);
      wholes.put(object.key, object.whole);
    }
    return new Fingerprint(definitions, wholes);
  }
}
