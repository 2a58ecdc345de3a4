package io.lockstep.history;

import io.lockstep.Sha256;
import io.lockstep.catalog.Requirement;
import io.lockstep.catalog.Script;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import io.lockstep.targets.VersionSet;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the data that the database stores of applied migrations, so that any image can take them
 * back (rule 4). Only the scripts asked for are read: most plans take nothing back, and all scripts
 * together may be large.
 */
public final class UndoScriptReader {
  /** The amount that one statement hashes: it must not exceed a reader's statement_timeout. */
  private static final long BATCH_BYTES = 4L << 20;

  private final JdbcClient jdbc;
  private final String schema;
  private final boolean exists;
  private final boolean contracts;

  /**
   * @param exists true if Lockstep's tables exist; they don't before its first run
   */
  public UndoScriptReader(JdbcClient jdbc, String schema, boolean exists) {
    this(jdbc, schema, exists, false);
  }

  /**
   * @param contracts true if they say which migrations are contract steps; an older Lockstep's
   *     don't
   */
  UndoScriptReader(JdbcClient jdbc, String schema, boolean exists, boolean contracts) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.exists = exists;
    this.contracts = contracts;
  }

  /** Whether those of these versions that Lockstep has applied are contract steps. */
  public Map<Version, Boolean> contracts(AppName app, Collection<Version> versions) {
    Map<Version, Boolean> known = new HashMap<>();
    if (contracts) {
      jdbc.sql(
              """
              select version, contract
                from lockstep.applied
               where schema_name = :schema
                 and app = :app
                 and version = any(:versions)
              """)
          .param("schema", schema)
          .param("app", app.text())
          .param("versions", canonical(versions))
          .query(
              rs -> {
                known.put(Version.of(rs.getString("version")), rs.getBoolean("contract"));
              });
    }
    return known;
  }

  /** The undo scripts of those versions that had one when they were applied. */
  public Map<Version, UndoScript.Stored> undos(AppName app, Collection<Version> versions) {
    Map<Version, UndoScript.Stored> undos = new HashMap<>();
    if (exists) {
      forEach(
          app,
          versions,
          "undo_script, undo_no_transaction",
          (version, rs) ->
              undos.put(
                  version,
                  new UndoScript.Stored(
                      app,
                      version,
                      rs.getString("undo_script"),
                      rs.getBoolean("undo_no_transaction"))));
    }
    return undos;
  }

  /**
   * The versions whose stored undo script differs from this file's text. The database compares
   * digests, so the texts stay there.
   */
  public Set<Version> differing(AppName app, Map<Version, Script> files) {
    if (!exists || files.isEmpty()) {
      return Set.of();
    }
    Set<Version> differing = new HashSet<>();
    List<Version> batch = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<Version, Long> size : sizes(app, files.keySet()).entrySet()) {
      batch.add(size.getKey());
      bytes += size.getValue();
      if (bytes >= BATCH_BYTES) {
        differing.addAll(differingOf(app, files, batch));
        batch.clear();
        bytes = 0;
      }
    }
    differing.addAll(differingOf(app, files, batch));
    return differing;
  }

  /** Reads the sizes without reading the texts. */
  private Map<Version, Long> sizes(AppName app, Collection<Version> versions) {
    Map<Version, Long> sizes = new HashMap<>();
    forEach(
        app,
        versions,
        "pg_catalog.octet_length(undo_sql) as bytes",
        (version, rs) -> sizes.put(version, rs.getLong("bytes")));
    return sizes;
  }

  private Set<Version> differingOf(
      AppName app, Map<Version, Script> files, Collection<Version> versions) {
    if (versions.isEmpty()) {
      return Set.of();
    }
    Set<Version> differing = new HashSet<>();
    forEach(
        app,
        versions,
        "pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(undo_sql, 'UTF8')), 'hex') as digest",
        (version, rs) -> {
          if (!rs.getString("digest").equals(digest(files.get(version)))) {
            differing.add(version);
          }
        });
    return differing;
  }

  private static String digest(@Nullable Script file) {
    return file == null
        ? ""
        : HexFormat.of()
            .formatHex(Sha256.newDigest().digest(file.read().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The texts of the first of these versions, in one statement: as many as may be in memory at
   * once, perhaps none.
   */
  public Map<Version, String> texts(AppName app, List<Version> versions) {
    Map<Version, String> texts = new HashMap<>();
    jdbc.sql(
            """
            select version, undo_sql
              from (select version, undo_sql,
                           pg_catalog.sum(pg_catalog.octet_length(undo_sql)) over (order by place) as bytes
                      from pg_catalog.unnest(:versions) with ordinality as wanted (version, place)
                      join lockstep.applied using (version)
                     where schema_name = :schema
                       and app = :app
                       and undo_sql is not null) in_order
             where bytes <= :most
            """)
        .param("schema", schema)
        .param("app", app.text())
        .param("versions", canonical(versions))
        .param("most", BATCH_BYTES)
        .query(
            rs -> {
              texts.put(Version.of(rs.getString("version")), rs.getString("undo_sql"));
            });
    return texts;
  }

  /** The text of one script. */
  String text(UndoScript.Stored undo) {
    return jdbc.sql(
            """
            select undo_sql
              from lockstep.applied
             where schema_name = :schema and app = :app and version = :version and undo_sql is not null
            """)
        .param("schema", schema)
        .param("app", undo.app().text())
        .param("version", undo.version().canonical())
        .query(String.class)
        .optional()
        .orElseThrow(
            () -> new IllegalStateException("the undo script " + undo.script() + " is not stored"));
  }

  /** Reads these columns of those versions that have an undo script. */
  private void forEach(AppName app, Collection<Version> versions, String columns, UndoRow reader) {
    jdbc.sql(
            """
            select version, %s
              from lockstep.applied
             where schema_name = :schema
               and app = :app
               and version = any(:versions)
               and undo_sql is not null
            """
                .formatted(columns))
        .param("schema", schema)
        .param("app", app.text())
        .param("versions", canonical(versions))
        .query(
            rs -> {
              reader.read(Version.of(rs.getString("version")), rs);
            });
  }

  private interface UndoRow {
    void read(Version version, ResultSet rs) throws SQLException;
  }

  private static String[] canonical(Collection<Version> versions) {
    return versions.stream().map(Version::canonical).toArray(String[]::new);
  }

  /** The requirements of the stored migrations of all apps but this one. */
  public Map<AppName, Map<Version, List<Requirement>>> requirementsOfOthers(AppName app) {
    Map<AppName, Map<Version, List<Requirement>>> requirements = new HashMap<>();
    if (exists) {
      jdbc.sql(
              """
              select app, version, requires
                from lockstep.applied
               where schema_name = :schema
                 and app <> :app
              """)
          .param("schema", schema)
          .param("app", app.text())
          .query(
              rs -> {
                requirements
                    .computeIfAbsent(new AppName(rs.getString("app")), other -> new HashMap<>())
                    .put(Version.of(rs.getString("version")), requirements(rs));
              });
    }
    return requirements;
  }

  private static List<Requirement> requirements(ResultSet rs) throws SQLException {
    String[] requirements = (String[]) rs.getArray("requires").getArray();
    return Arrays.stream(requirements).map(Requirement::of).toList();
  }

  /** The versions of an app that were applied and not taken back, by the data stored with them. */
  public SortedSet<Version> versions(AppName app) {
    if (!exists) {
      return new TreeSet<>();
    }
    return jdbc
        .sql("select version from lockstep.applied where schema_name = :schema and app = :app")
        .param("schema", schema)
        .param("app", app.text())
        .query((rs, i) -> Version.of(rs.getString("version")))
        .stream()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The versions of each app whose undo script is stored. */
  public Map<AppName, Set<Version>> undoable() {
    Map<AppName, Set<Version>> undoable = new HashMap<>();
    if (exists) {
      jdbc.sql(
              """
              select app, pg_catalog.string_agg(version, ' ') as versions
                from lockstep.applied
               where schema_name = :schema and undo_sql is not null
               group by app
              """)
          .param("schema", schema)
          .query(
              rs -> {
                undoable.put(
                    new AppName(rs.getString("app")), VersionSet.of(rs.getString("versions")));
              });
    }
    return undoable;
  }
}
