package io.lockstep.fingerprint.recorded;

import io.lockstep.audit.RunLogReader;
import io.lockstep.fingerprint.Drift;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.catalogs.CatalogMark;
import io.lockstep.fingerprint.catalogs.CatalogScan;
import io.lockstep.fingerprint.catalogs.UnitParts;
import io.lockstep.fingerprint.objects.DescribedObject;
import io.lockstep.fingerprint.objects.FingerprintReader;
import io.lockstep.fingerprint.scope.SchemaScope;
import io.lockstep.schema.Relations;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores the last fingerprint of each schema in {@code lockstep.fingerprint}; of a large one only
 * its head, and its objects unit by unit in {@code lockstep.fingerprint_part}.
 */
public final class FingerprintStore {
  /** SQL expressions whose values must be equal for two fingerprints to be comparable. */
  private static final String BASIS =
      "'format "
          + Fingerprint.FORMAT
          + ", PostgreSQL ' || current_setting('server_version_num')::int / 10000";

  private static final String BASIS_IN_PARTS =
      "'format "
          + Fingerprint.FORMAT
          + " in parts, PostgreSQL ' || current_setting('server_version_num')::int / 10000";

  private static final String COMPARABLE = "f.basis in (" + BASIS + ", " + BASIS_IN_PARTS + ")";

  /**
   * An SQL condition with a parameter {@code schema}: no stored fingerprint is comparable and the
   * latest.
   */
  public static final String IS_DUE =
      """
      not exists (select from lockstep.fingerprint f
                   where f.schema_name = :schema and %s and %s)
      """
          .formatted(COMPARABLE, RunLogReader.NO_STEP_AFTER);

  private static final String IN_PARTS_OF =
      """
      select o.whole, o.key, o.value
        from lockstep.fingerprint_part p cross join lateral unnest(p.wholes, p.keys, p.definitions) o (whole, key, value)
       where p.schema_name =
      """;

  private static final String LOST_UNITS =
      """
      with stored as materialized (
             select unit, parts, pg_catalog.left(unit, 1) as kind, pg_catalog.substr(unit, 2)::pg_catalog.oid as id
               from lockstep.fingerprint_part
              where schema_name = :schema and pg_catalog.substr(unit, 2)::int8 & %d = any(:groups::int[])),
      %s
      """;

  private final JdbcClient jdbc;
  private final String schema;

  /**
   * @param schema the schema of the fingerprint
   */
  public FingerprintStore(JdbcClient jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** Replaces the stored fingerprint by this one. */
  public void keep(Fingerprint fingerprint, long run) {
    jdbc.sql(
            """
            insert into lockstep.fingerprint (schema_name, run, basis, digest, objects)
            select :schema, :run, %s, :digest, coalesce(jsonb_object_agg(w.whole, w.objects), '{}')
              from (select o.whole, jsonb_object_agg(o.key, o.definition) as objects
                      from unnest(:wholes::text[], :keys::text[], :definitions::text[]) o (whole, key, definition)
                     group by o.whole) w
            on conflict (schema_name) do update
               set run = excluded.run, basis = excluded.basis, digest = excluded.digest,
                   objects = excluded.objects, recorded_at = excluded.recorded_at
            """
                .formatted(BASIS))
        .param("schema", schema)
        .param("run", run)
        .param("digest", fingerprint.digest())
        .param(
            "wholes",
            fingerprint.objects().keySet().stream().map(fingerprint::whole).toArray(String[]::new))
        .param("keys", fingerprint.objects().keySet().toArray(String[]::new))
        .param("definitions", fingerprint.objects().values().toArray(String[]::new))
        .update();
  }

  /**
   * Reads what may have changed since the stored fingerprint; everything, if it doesn't say of
   * which moment it is.
   */
  public SchemaChanges changes(SchemaScope scope) {
    return SchemaChanges.since(jdbc, this, scope, mark());
  }

  /** Reads everything, as for a first fingerprint. */
  public SchemaChanges everything(SchemaScope scope) {
    return SchemaChanges.since(jdbc, this, scope, Optional.empty());
  }

  /**
   * A row that was restored, copied or written by another is none that we can go by: its mark is
   * this server's only while the row is as the transaction left it that wrote the mark.
   */
  private Optional<CatalogMark> mark() {
    return jdbc.sql(
            """
            select f.mark from lockstep.fingerprint f
             where f.schema_name = :schema and f.basis = %s and f.mark_xid %% 4294967296 = f.xmin::text::bigint
            """
                .formatted(BASIS_IN_PARTS))
        .param("schema", schema)
        .query(String.class)
        .optional()
        .map(CatalogMark::parse);
  }

  /** Replaces what has changed. */
  public void keep(SchemaChanges changes, long run) {
    jdbc.sql(
            """
            with given as (select :ids::oid[] as ids),
                 head as (
                   insert into lockstep.fingerprint (schema_name, run, basis, digest, objects, mark, mark_xid)
                   values (:schema, :run, %s, '', '{}', :mark, txid_current())
                   on conflict (schema_name) do update
                      set run = excluded.run, basis = excluded.basis, digest = excluded.digest, objects = excluded.objects,
                          recorded_at = excluded.recorded_at, mark = excluded.mark, mark_xid = excluded.mark_xid),
                 object as materialized (
                   select o.unit, array_agg(o.whole) as wholes, array_agg(o.key) as keys, array_agg(o.definition) as definitions
                     from unnest(:units::text[], :wholes::text[], :keys::text[], :definitions::text[])
                          o (unit, whole, key, definition)
                    group by o.unit),
                 gone as (
                   delete from lockstep.fingerprint_part p
                    where p.schema_name = :schema and (:whole or p.unit = any(:changed::text[]))
                      and not exists (select from object o where o.unit = p.unit)),
                 %s
            insert into lockstep.fingerprint_part (schema_name, unit, parts, wholes, keys, definitions)
            select :schema, o.unit, coalesce(n.parts, 0), o.wholes, o.keys, o.definitions
              from object o
              left join counted n on n.kind || n.id = o.unit
            on conflict (schema_name, unit) do update
               set parts = excluded.parts, wholes = excluded.wholes, keys = excluded.keys,
                   definitions = excluded.definitions
            """
                .formatted(BASIS_IN_PARTS, changes.whole() ? UnitParts.OF_ALL : UnitParts.OF_GIVEN))
        .param("schema", schema)
        .param("run", run)
        .param("mark", changes.mark().text())
        .param("whole", changes.whole())
        .param("changed", changes.units().toArray(String[]::new))
        .param(
            "ids", changes.units().stream().map(unit -> unit.substring(1)).toArray(String[]::new))
        .param("units", column(changes, DescribedObject::unit))
        .param("wholes", column(changes, DescribedObject::whole))
        .param("keys", column(changes, DescribedObject::key))
        .param("definitions", column(changes, DescribedObject::definition))
        .update();
  }

  private static String[] column(
      SchemaChanges changes, Function<DescribedObject, String> component) {
    return changes.objects().stream().map(component).toArray(String[]::new);
  }

  /**
   * The stored units that are gone, or have lost or gained parts.
   *
   * @param groups the groups of units to look at; see {@link CatalogScan#groupsWithLosses}
   */
  List<String> lostUnits(Collection<Integer> groups) {
    return jdbc.sql(LOST_UNITS.formatted(CatalogScan.GROUPS - 1, UnitParts.lost(groups.size())))
        .param("schema", schema)
        .param("groups", groups.toArray(Integer[]::new))
        .query(String.class)
        .list();
  }

  /** Reads it; empty if none was recorded, as by an older Lockstep. */
  public Optional<RecordedFingerprint> find() {
    return headerIfAny().map(header -> header.with(objects(header)));
  }

  /** Compares the schema with it in full, whatever the catalogs' rows say. */
  public ComparedSchema compare(SchemaScope scope) {
    Optional<Header> header = headerIfAny();
    if (header.filter(h -> h.inParts() && h.latest()).isEmpty()) {
      return new ComparedSchema(
          header.map(h -> h.with(objects(h))), new FingerprintReader(jdbc).read(scope));
    }
    UnequalObjects unequal = UnequalObjects.read(jdbc, scope, IN_PARTS_OF + "?");
    return new ComparedSchema(header.map(h -> h.with(unequal.stored())), unequal.now());
  }

  private Optional<Header> headerIfAny() {
    return Relations.exists(jdbc, "lockstep.fingerprint") ? header() : Optional.empty();
  }

  /** The differences of the schema from what is stored; it must be comparable. */
  public Optional<RecordedDrift> drift(SchemaScope scope) {
    return header()
        .map(header -> new RecordedDrift(header.run(), header.inParts(), drift(header, scope)));
  }

  private Drift drift(Header header, SchemaScope scope) {
    if (!header.inParts()) {
      return Drift.between(scope.of(objects(header)), new FingerprintReader(jdbc).read(scope));
    }
    SchemaChanges changes = changes(scope);
    return Drift.between(
        scope.of(changes.whole() ? objects(header) : parts(changes.units())),
        changes.fingerprint());
  }

  private Optional<Header> header() {
    return jdbc.sql(
            """
            select f.run, f.recorded_at, %s as comparable, f.basis = %s as in_parts, %s as latest
              from lockstep.fingerprint f where f.schema_name = :schema
            """
                .formatted(COMPARABLE, BASIS_IN_PARTS, RunLogReader.NO_STEP_AFTER))
        .param("schema", schema)
        .query(
            (rs, i) ->
                new Header(
                    rs.getLong("run"),
                    rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                    rs.getBoolean("comparable"),
                    rs.getBoolean("in_parts"),
                    rs.getBoolean("latest")))
        .optional();
  }

  /** Objects that can't be compared are not read: another format may have another form. */
  private Fingerprint objects(Header header) {
    if (!header.comparable()) {
      return new Fingerprint(new TreeMap<>());
    }
    return header.inParts()
        ? read(IN_PARTS_OF + ":schema", Map.of())
        : read(
            """
            select w.key as whole, o.key, o.value
              from lockstep.fingerprint f
             cross join lateral jsonb_each(f.objects) w cross join lateral jsonb_each_text(w.value) o
             where f.schema_name = :schema
            """,
            Map.of());
  }

  private Fingerprint parts(Collection<String> units) {
    return units.isEmpty()
        ? new Fingerprint(new TreeMap<>())
        : read(
            IN_PARTS_OF + ":schema and p.unit = any(:units::text[])",
            Map.of("units", units.toArray(String[]::new)));
  }

  private Fingerprint read(String sql, Map<String, Object> more) {
    TreeMap<String, String> objects = new TreeMap<>();
    Map<String, String> wholes = new HashMap<>();
    jdbc.sql(sql)
        .param("schema", schema)
        .params(more)
        .query(
            rs -> {
              objects.put(rs.getString("key"), rs.getString("value"));
              wholes.put(rs.getString("key"), rs.getString("whole"));
            });
    return new Fingerprint(objects, wholes);
  }

  private record Header(
      long run, Instant recordedAt, boolean comparable, boolean inParts, boolean latest) {
    RecordedFingerprint with(Fingerprint fingerprint) {
      return new RecordedFingerprint(fingerprint, run, recordedAt, comparable, latest);
    }
  }
}
