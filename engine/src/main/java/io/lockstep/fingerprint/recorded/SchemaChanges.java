package io.lockstep.fingerprint.recorded;

import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.catalogs.AffectedUnits;
import io.lockstep.fingerprint.catalogs.CatalogMark;
import io.lockstep.fingerprint.catalogs.CatalogScan;
import io.lockstep.fingerprint.objects.DescribedObject;
import io.lockstep.fingerprint.objects.FingerprintReader;
import io.lockstep.fingerprint.scope.SchemaScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a schema has that may differ from a record of it: only the units whose rows in the system
 * catalogs have changed since, and what refers to them. Where that can't be told, all.
 *
 * @param whole true if these are all objects of the schema
 * @param units the units that may differ, if these are not all; some may be gone
 * @param objects the present objects of these units, or all, as far as they are in the scope
 * @param mark the moment of this reading
 */
public record SchemaChanges(
    boolean whole, Set<String> units, List<DescribedObject> objects, CatalogMark mark) {
  /** With more units than this, reading all takes no longer. */
  private static final int MOST = 3_000;

  public SchemaChanges {
    units = Set.copyOf(units);
    objects = List.copyOf(objects);
  }

  /**
   * Reads what may have changed.
   *
   * @param jdbc a session in a transaction
   * @param before the moment of the record; if empty, all is read
   */
  static SchemaChanges since(
      JdbcClient jdbc, FingerprintStore store, SchemaScope scope, Optional<CatalogMark> before) {
    CatalogScan scan = CatalogScan.since(jdbc, before, scope.digest());
    FingerprintReader reader = new FingerprintReader(jdbc);
    if (!scan.needsFullRead()) {
      Set<String> units = units(jdbc, store, scan);
      if (units.size() <= MOST) {
        List<DescribedObject> objects = units.isEmpty() ? List.of() : reader.describe(scope, units);
        return new SchemaChanges(false, units, inScope(objects, scope), scan.mark());
      }
    }
    return new SchemaChanges(
        true, Set.of(), inScope(reader.describe(scope, scan.server()), scope), scan.mark());
  }

  private static Set<String> units(JdbcClient jdbc, FingerprintStore store, CatalogScan scan) {
    Set<String> units = new TreeSet<>();
    if (!scan.changed().isEmpty()) {
      units.addAll(AffectedUnits.of(jdbc, scan.changed()));
    }
    Set<Integer> groups = scan.groupsWithLosses();
    if (!groups.isEmpty()) {
      units.addAll(store.lostUnits(groups));
    }
    return units;
  }

  /** A composite type is found as a relation, too. */
  private static List<DescribedObject> inScope(List<DescribedObject> objects, SchemaScope scope) {
    Set<String> keys = scope.of(DescribedObject.fingerprint(objects)).objects().keySet();
    Map<String, DescribedObject> byKey = new LinkedHashMap<>();
    for (DescribedObject object : objects) {
      if (keys.contains(object.key())) {
        byKey.put(object.key(), object);
      }
    }
    return List.copyOf(byKey.values());
  }

  /** These objects as a fingerprint. */
  public Fingerprint fingerprint() {
    return DescribedObject.fingerprint(objects);
  }
}
