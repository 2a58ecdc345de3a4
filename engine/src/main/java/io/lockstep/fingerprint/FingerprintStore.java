package io.lockstep.fingerprint;

import io.lockstep.audit.RunLogReader;
import io.lockstep.schema.Relations;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores the last fingerprint of each schema, in {@code lockstep.fingerprint}. */
public final class FingerprintStore {
  /** An SQL expression whose value must be equal for two fingerprints to be comparable. */
  private static final String BASIS =
      "'format "
          + Fingerprint.FORMAT
          + ", PostgreSQL ' || current_setting('server_version_num')::int / 10000";

  /**
   * An SQL condition with a parameter {@code schema}: no stored fingerprint is comparable and the
   * latest.
   */
  public static final String IS_DUE =
      """
      not exists (select from lockstep.fingerprint f
                   where f.schema_name = :schema and f.basis = %s and %s)
      """
          .formatted(BASIS, RunLogReader.NO_STEP_AFTER);

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

  /** Reads it; empty if none was recorded, as by an older Lockstep. */
  public Optional<RecordedFingerprint> find() {
    return Relations.exists(jdbc, "lockstep.fingerprint")
        ? header().map(this::withObjects)
        : Optional.empty();
  }

  private Optional<Header> header() {
    return jdbc.sql(
            """
            select f.run, f.recorded_at, f.basis = %s as comparable, %s as latest
              from lockstep.fingerprint f
             where f.schema_name = :schema
            """
                .formatted(BASIS, RunLogReader.NO_STEP_AFTER))
        .param("schema", schema)
        .query(
            (rs, i) ->
                new Header(
                    rs.getLong("run"),
                    rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                    rs.getBoolean("comparable"),
                    rs.getBoolean("latest")))
        .optional();
  }

  /** Objects that can't be compared are not read: another format may have another form. */
  private RecordedFingerprint withObjects(Header header) {
    TreeMap<String, String> objects = new TreeMap<>();
    Map<String, String> wholes = new HashMap<>();
    if (header.comparable()) {
      read(objects, wholes);
    }
    return new RecordedFingerprint(
        new Fingerprint(objects, wholes),
        header.run(),
        header.recordedAt(),
        header.comparable(),
        header.latest());
  }

  private void read(Map<String, String> objects, Map<String, String> wholes) {
    jdbc.sql(
            """
            select w.key as whole, o.key, o.value
              from lockstep.fingerprint f
             cross join lateral jsonb_each(f.objects) w
             cross join lateral jsonb_each_text(w.value) o
             where f.schema_name = :schema
            """)
        .param("schema", schema)
        .query(
            rs -> {
              objects.put(rs.getString("key"), rs.getString("value"));
              wholes.put(rs.getString("key"), rs.getString("whole"));
            });
  }

  private record Header(long run, Instant recordedAt, boolean comparable, boolean latest) {}
}
